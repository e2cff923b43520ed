import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { OrderBook } from '../../src/exchange/exchange.ts'
import type { Market } from '../../src/exchange/market.ts'
import { floorOf, valuePosition } from '../../src/sagas/valuation.ts'
import { NOTHING } from '../../src/trading/position.ts'
import type { BotPosition } from '../../src/trading-bots/positions.ts'

const FEE_RATE = new Big('0.001')

const MARKET: Market = {
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  active: true,
  tickSize: new Big('0.1'),
  stepSize: new Big('0.01'),
  minAmount: new Big('0.01'),
  maxAmount: undefined,
  minCost: new Big(10),
}

/** Bids as `[price, amount]`, best first. */
function aBook(...bids: [string, string][]): OrderBook {
  return {
    bids: bids.map(([price, amount]) => ({ price: new Big(price), amount: new Big(amount) })),
    asks: [],
  }
}

function value(amount: string, averageCost: string, book: OrderBook) {
  const held = {
    bot: { id: 'bot-1', symbol: 'BTC/USDT' },
    position: {
      ...NOTHING,
      amount: new Big(amount),
      averageCost: new Big(averageCost),
      cost: new Big(amount).times(averageCost),
    },
  } as BotPosition
  return valuePosition(held, MARKET, book, FEE_RATE)
}

test.each<[string, string, OrderBook, { profit: string; sellable: boolean; floor: string }]>([
  // Break-even at 100 is 100.1001…, rounded up to the tick; 98 % of the lowest bid is lower here.
  [
    'a small winner: break-even',
    '1',
    aBook(['101', '5']),
    { profit: '0.899', sellable: true, floor: '100.2' },
  ],
  // 98 % of 110.
  [
    'a clear winner: 2 % under the bid',
    '1',
    aBook(['110', '5']),
    { profit: '9.89', sellable: true, floor: '107.8' },
  ],
  [
    'a loser: 2 % under the bid',
    '1',
    aBook(['90', '5']),
    { profit: '-10.09', sellable: true, floor: '88.2' },
  ],
  [
    'the lowest of several bids counts',
    '2',
    aBook(['110', '1'], ['90', '1']),
    { profit: '-0.2', sellable: true, floor: '88.2' },
  ],
  [
    'what a thin book does not take is valued at its lowest bid',
    '2',
    aBook(['90', '1']),
    { profit: '-20.18', sellable: true, floor: '88.2' },
  ],
  [
    'nobody buys: break-even, and no profit is claimed',
    '1',
    aBook(),
    { profit: '0', sellable: true, floor: '100.2' },
  ],
  [
    'less than a step of it is not sold',
    '1.009',
    aBook(['110', '5']),
    { profit: '9.89', sellable: true, floor: '107.8' },
  ],
  [
    'too small for the exchange',
    '0.05',
    aBook(['110', '5']),
    { profit: '0.4945', sellable: false, floor: '107.8' },
  ],
  [
    'less than a step',
    '0.009',
    aBook(['110', '5']),
    { profit: '0', sellable: false, floor: '100.2' },
  ],
])('a position bought at 100: %s', (_, amount, book, expected) => {
  const valued = value(amount, '100', book)

  expect({
    profit: valued.profit.toFixed(),
    sellable: valued.sellable,
    floor: floorOf(valued, FEE_RATE).toFixed(),
  }).toEqual(expected)
})

test('no floor is under the lowest bid shown by more than 2 %, and a winner’s is never under break-even', () => {
  for (const bid of ['80', '95', '99.9', '100', '100.1', '100.2', '100.3', '102', '130']) {
    const valued = value('1', '100', aBook([bid, '5']))
    const floor = floorOf(valued, FEE_RATE)

    expect(floor.gte(new Big(bid).times('0.98'))).toBe(true)
    const realizes = floor.times(new Big(1).minus(FEE_RATE)).minus(100)
    expect(valued.profit.lt(0) || realizes.gte(0)).toBe(true)
  }
})
