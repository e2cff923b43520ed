import { Big } from 'big.js'
import type { Market } from '../../src/exchange/market.ts'
import type { Parameters, SetupSituation, SlotFill } from '../../src/strategies/strategy.ts'

/** BTC/USDT with ticks of 0.01, steps of 0.001 and orders from 5 USDT. */
export function aMarket(overrides: Partial<Market> = {}): Market {
  return {
    symbol: 'BTC/USDT',
    base: 'BTC',
    quote: 'USDT',
    active: true,
    tickSize: new Big('0.01'),
    stepSize: new Big('0.001'),
    minAmount: new Big('0.001'),
    maxAmount: undefined,
    minCost: new Big(5),
    ...overrides,
  }
}

/** Price 100, fee 0.1 %, 1000 USDT free. */
export function aSituation(overrides: Partial<SetupSituation> = {}): SetupSituation {
  return {
    market: aMarket(),
    price: new Big(100),
    feeRate: new Big('0.001'),
    free: new Big(1000),
    now: new Date('2026-01-01T12:00:00Z'),
    ...overrides,
  }
}

/** Two cells, 90–100 and 100–110, with 100.1 USDT each: 1.111 BTC and 1 BTC. */
export function someParameters(overrides: Parameters = {}): Parameters {
  return { lower: '90', upper: '110', gridCount: '2', money: '200.2', ...overrides }
}

/** 1000 USDT for a base order of 200 at 100 and four safety orders of 200, 2 % apart, sold at 1 % profit. */
export function someDca(overrides: Parameters = {}): Parameters {
  return {
    money: '1000',
    baseOrder: '200',
    safetyOrders: '4',
    deviation: '2',
    takeProfit: '1',
    volumeScale: '1',
    stepScale: '1',
    ...overrides,
  }
}

/** A fill of cell 0 without a fee; `cost` follows from price and amount. */
export function aFill(
  side: 'buy' | 'sell',
  amount: string,
  price: string,
  overrides: Partial<SlotFill> = {},
): SlotFill {
  return {
    slot: 'cell:0',
    side,
    amount: new Big(amount),
    price: new Big(price),
    cost: new Big(amount).times(price),
    fees: [],
    at: new Date('2026-01-01T00:00:00Z'),
    ...overrides,
  }
}

/** The fees of a fill, e.g. `feeOf('0.001 BTC + 0.1 BNB')`. */
export function feeOf(text: string): Partial<SlotFill> {
  const fees = text.split(' + ').map((fee) => fee.split(' '))
  return { fees: fees.map(([amount = '', coin = '']) => ({ amount: new Big(amount), coin })) }
}
