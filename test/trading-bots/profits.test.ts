import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { profitsOf, sumProfits, symbolsOfProfits } from '../../src/trading-bots/profits.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { positionOf, type PositionFill } from '../../src/trading/position.ts'
import type { Profit } from '../../src/trading/profit.ts'

const FEE_RATE = new Big('0.001')

function aBot(overrides: Partial<TradingBot> = {}): TradingBot {
  return {
    id: 'bot-1',
    userId: '7',
    keyId: 'key-1',
    name: 'Grid BTC/USDT',
    strategy: 'grid',
    symbol: 'BTC/USDT',
    parameters: {},
    status: 'running',
    resting: 'keep',
    reason: undefined,
    createdAt: new Date(0),
    ...overrides,
  }
}

/** Bought 2 for 100 and sold 1 for 60 before today; sold half a coin for 40 today. */
function books(bot: Partial<TradingBot> = {}) {
  const fill = (side: 'buy' | 'sell', amount: string, cost: string): PositionFill => ({
    side,
    amount: new Big(amount),
    cost: new Big(cost),
    fees: [],
  })
  const [base = '', quote = ''] = (bot.symbol ?? 'BTC/USDT').split('/')
  const atDayStart = positionOf([fill('buy', '2', '100'), fill('sell', '1', '60')], base, quote)
  const position = positionOf([fill('sell', '0.5', '40')], base, quote, atDayStart)
  return { bot: aBot(bot), atDayStart, position }
}

function prices(of: Record<string, string>): ReadonlyMap<string, Big> {
  return new Map(Object.entries(of).map(([symbol, price]) => [symbol, new Big(price)]))
}

function text({ realized, realizedToday, unrealized }: Profit): string {
  return [realized, realizedToday, unrealized].map((one) => one?.toFixed() ?? '?').join(' | ')
}

test('profitsOf() tells what was realized, today and in all, and what the rest is worth after the fee', () => {
  const [profit] = profitsOf([books()], prices({ 'BTC/USDT': '60' }), FEE_RATE)

  expect(profit && text(profit.inQuote)).toBe('25 | 15 | 4.97')
  expect(profit?.inUsdt).toEqual(profit?.inQuote)
})

test('profitsOf() takes the fee rate of the bot where it has one', () => {
  const bot = { parameters: { feeRate: '0.1' } }
  const [profit] = profitsOf([books(bot)], prices({ 'BTC/USDT': '60' }), FEE_RATE)

  expect(profit?.inQuote.unrealized?.toFixed()).toBe('2')
})

test('a price that is missing leaves unknown what it would tell, and the bot is named', () => {
  const all = [
    books({ id: 'in-usdt' }),
    books({ id: 'in-btc', symbol: 'ETH/BTC' }),
    books({ id: 'no-price', symbol: 'SOL/USDT' }),
    books({ id: 'no-rate', symbol: 'ADA/TRY' }),
  ]
  const known = { 'BTC/USDT': '60', 'ETH/BTC': '50', 'ADA/TRY': '60' }

  const profits = profitsOf(all, prices(known), FEE_RATE)
  const { inUsdt, byQuote, unpriced } = sumProfits(profits)

  expect(profits.map((one) => text(one.inQuote))).toEqual([
    '25 | 15 | 4.97',
    '25 | 15 | -0.025',
    '25 | 15 | ?',
    '25 | 15 | 4.97',
  ])
  expect(profits.map((one) => one.inUsdt && text(one.inUsdt))).toEqual([
    '25 | 15 | 4.97',
    '1500 | 900 | -1.5',
    '25 | 15 | ?',
    undefined,
  ])
  expect(unpriced.map((bot) => bot.id)).toEqual(['no-price', 'no-rate'])
  expect(text(inUsdt)).toBe('1550 | 930 | 3.47')
  expect([...byQuote].map(([quote, profit]) => `${quote}: ${text(profit)}`)).toEqual([
    'USDT: 50 | 30 | 4.97',
    'BTC: 25 | 15 | -0.025',
    'TRY: 25 | 15 | 4.97',
  ])
})

test('nothing held is worth nothing more, whatever the price is', () => {
  const nothing = positionOf([], 'BTC', 'USDT')
  const [profit] = profitsOf(
    [{ bot: aBot(), position: nothing, atDayStart: nothing }],
    prices({}),
    FEE_RATE,
  )

  expect(profit && text(profit.inQuote)).toBe('0 | 0 | 0')
})

test('symbolsOfProfits() names each price once', () => {
  const bots = [aBot(), aBot({ symbol: 'ETH/BTC' }), aBot({ symbol: 'SOL/BTC' })]

  expect(symbolsOfProfits(bots).toSorted()).toEqual(['BTC/USDT', 'ETH/BTC', 'SOL/BTC', 'USDT/BTC'])
})
