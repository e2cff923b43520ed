import { Big } from 'big.js'
import {
  array,
  assert,
  constantFrom,
  integer,
  nat,
  property,
  record,
  type Arbitrary,
} from 'fast-check'
import { expect, test } from 'vitest'
import {
  Refusal,
  type PaperExchange,
} from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { anExchange } from './support.ts'

const ACCOUNTS = ['main', 'other']
const SYMBOLS = ['BTC/USDT', 'ETH/USDT', 'ETH/BTC', 'SOL/ETH', 'PEPE/USDT']

const act = record({
  kind: constantFrom('limit', 'limit', 'limit', 'market', 'cancel', 'move', 'step', 'part', 'thin'),
  account: constantFrom(...ACCOUNTS),
  symbol: constantFrom(...SYMBOLS),
  side: constantFrom('buy' as const, 'sell' as const),
  steps: integer({ min: 1, max: 4_000 }),
  percent: integer({ min: -300, max: 300 }),
  nth: nat({ max: 20 }),
})

type Act = typeof act extends Arbitrary<infer T> ? T : never

test('no asset is made or lost, and what is locked is what the open orders need', () => {
  expect(() =>
    assert(property(array(act, { minLength: 5, maxLength: 60 }), trade), { numRuns: 25, seed: 1 }),
  ).not.toThrow()
})

function trade(acts: Act[]): void {
  const { exchange } = anExchange()
  for (const account of ACCOUNTS) exchange.deposit('PEPE', '100000000', account)
  const before = ACCOUNTS.map((account) => totals(exchange, account))
  for (const each of acts) {
    try {
      perform(exchange, each)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  for (const [i, account] of ACCOUNTS.entries()) check(exchange, account, given(before[i]))
}

function perform(
  exchange: PaperExchange,
  { kind, account, symbol, side, steps, percent, nth }: Act,
) {
  const { price, tickSize, stepSize } = given(
    exchange.symbols().find((each) => each.symbol === symbol),
  )
  const amount = stepSize.times(steps * (symbol === 'PEPE/USDT' ? 1000 : 1))
  const limit = price
    .times(10_000 + percent)
    .div(10_000)
    .div(tickSize)
    .round(0)
    .times(tickSize)
  const open = exchange.openOrders(account)
  const order = open[nth % Math.max(1, open.length)]
  if (kind === 'limit') exchange.placeByHand({ account, symbol, side, amount, price: limit })
  if (kind === 'market') exchange.placeByHand({ account, symbol, side, amount })
  if (kind === 'cancel' && order) exchange.cancelByHand(order.id)
  if (kind === 'move') exchange.movePrice(symbol, percent / 100)
  if (kind === 'step') exchange.step()
  if (kind === 'thin') exchange.setBookDepth(symbol, new Big(steps))
  if (kind === 'part' && order) {
    const step = given(exchange.symbols().find((each) => each.symbol === order.symbol)).stepSize
    exchange.fillPartly(order.id, step)
  }
}

/** What an account has must be what it had, what its fills brought and took, less the fees. */
function check(exchange: PaperExchange, account: string, before: Map<string, Big>) {
  const expected = new Map(before)
  const add = (asset: string, change: Big) =>
    expected.set(asset, (expected.get(asset) ?? new Big(0)).plus(change))
  for (const { symbol, side, price, amount, cost, fee, feeAsset } of exchange.trades(account)) {
    const [base = '', quote = ''] = symbol.split('/')
    expect(cost.toFixed()).toBe(price.times(amount).toFixed())
    expect(feeAsset).toBe(side === 'buy' ? base : quote)
    add(base, side === 'buy' ? amount : amount.neg())
    add(quote, side === 'buy' ? cost.neg() : cost)
    add(feeAsset, fee.neg())
  }
  expect(asTexts(totals(exchange, account))).toEqual(asTexts(expected))

  const needed = new Map<string, Big>()
  for (const { symbol, side, price, remaining } of exchange.openOrders(account)) {
    const [base = '', quote = ''] = symbol.split('/')
    const asset = side === 'buy' ? quote : base
    const lock = side === 'buy' ? remaining.times(given(price)) : remaining
    needed.set(asset, (needed.get(asset) ?? new Big(0)).plus(lock))
  }
  for (const { asset, free, locked } of exchange.balances(account)) {
    expect(locked.toFixed()).toBe((needed.get(asset) ?? new Big(0)).toFixed())
    expect(free.gte(0)).toBe(true)
  }
}

function totals(exchange: PaperExchange, account: string): Map<string, Big> {
  return new Map(
    exchange.balances(account).map(({ asset, free, locked }) => [asset, free.plus(locked)]),
  )
}

function asTexts(amounts: Map<string, Big>): string[] {
  return [...amounts].map(([asset, amount]) => `${asset} ${amount.toFixed()}`).toSorted()
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('Nothing there')
  return value
}
