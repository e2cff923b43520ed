import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { fitsMarket, isNearEnough, neverMoreThanHeld } from '../../src/trading-bots/guards.ts'
import type { Market } from '../../src/exchange/market.ts'
import type { WishedOrder } from '../../src/strategies/strategy.ts'

const MARKET: Market = {
  symbol: 'ETH/USDT',
  base: 'ETH',
  quote: 'USDT',
  active: true,
  tickSize: new Big('0.01'),
  stepSize: new Big('0.001'),
  minAmount: new Big('0.002'),
  maxAmount: new Big(100),
  minCost: new Big(5),
  priceBand: {
    buy: { lowest: new Big('0.2'), highest: new Big('1.1') },
    sell: { lowest: new Big('0.9'), highest: new Big(5) },
  },
}

function aWish(overrides: Record<string, string> = {}): WishedOrder {
  const { side = 'buy', price = '100', amount = '1' } = overrides
  return {
    slot: 'cell:1',
    side: side === 'sell' ? 'sell' : 'buy',
    timeInForce: 'GTC',
    price: new Big(price),
    amount: new Big(amount),
    onlyIfResting: false,
  }
}

test.each([
  [{}, true],
  [{ price: '100.005' }, false],
  [{ amount: '1.0005' }, false],
  [{ amount: '0.001', price: '9000' }, false],
  [{ amount: '0.04' }, false],
  [{ amount: '101' }, false],
])('fitsMarket() of %o is %s', (order, fits) => {
  expect(fitsMarket(aWish(order), MARKET)).toBe(fits)
})

test.each([
  [{ price: '20' }, true],
  [{ price: '19.99' }, false],
  [{ price: '110' }, true],
  [{ price: '110.01' }, false],
  [{ side: 'sell', price: '89.99' }, false],
  [{ side: 'sell', price: '500' }, true],
  [{ side: 'sell', price: '500.01' }, false],
])('isNearEnough() of %o at a price of 100 is %s', (order, near) => {
  expect(isNearEnough(aWish(order), MARKET, new Big(100))).toBe(near)
})

test('neverMoreThanHeld() keeps the lowest sales that fit, and every buy', () => {
  const sales = ['103', '101', '102'].map((price) => aWish({ side: 'sell', price, amount: '0.4' }))

  const kept = neverMoreThanHeld([...sales, aWish()], new Big('0.9'))

  expect(kept.map(({ side, price }) => `${side} ${price.toFixed()}`)).toEqual([
    'buy 100',
    'sell 101',
    'sell 102',
  ])
})
