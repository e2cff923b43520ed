import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { FeeWay } from '../../../src/playground/paper-exchange/fee-ways.ts'
import { anExchange, send } from './support.ts'

const BUY = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' }

/** Buys 0.01 BTC; the answer is what the trade says of its fee, in the list and in the answer to the order. */
async function buy(way: FeeWay, coins: Record<string, string> = {}) {
  const { exchange, clock } = anExchange()
  const key = exchange.createKey()
  for (const [coin, amount] of Object.entries(coins)) exchange.deposit(coin, amount)
  exchange.takeFees(way)
  const call = (method: 'GET' | 'POST', path: string, params: Record<string, string>) =>
    send(exchange, { method, path: `/api/v3/${path}`, params, key, at: clock.now() })
  const [, placed] = await call('POST', 'order', BUY)
  const [, trades] = await call('GET', 'myTrades', { symbol: 'BTCUSDT' })
  const rows: unknown[] = [Object(trades)[0], Object(placed).fills[0]]
  const has = (coin: string) => exchange.balances().find(({ asset }) => asset === coin)?.free
  return { rows, cost: new Big(Object(placed).cummulativeQuoteQty), has }
}

function fee(row: unknown): unknown[] {
  const { commission, commissionAsset } = Object(row)
  return [commission, commissionAsset]
}

test.each<[string, FeeWay, unknown[], string]>([
  ['out of what is received', { kind: 'received' }, ['0.00001000', 'BTC'], '0.10999'],
  ['not at all', { kind: 'received', rate: '0' }, ['0.00000000', 'BTC'], '0.11'],
  ['as a rebate', { kind: 'received', rate: '-0.0002' }, ['-0.00000200', 'BTC'], '0.110002'],
  ['with an empty text', { kind: 'untold', as: 'empty' }, ['', ''], '0.10999'],
  ['without a word', { kind: 'untold', as: 'missing' }, [undefined, undefined], '0.10999'],
])('a fee is taken %s', async (_, way, told, left) => {
  const { rows, has } = await buy(way)

  expect(rows.map(fee)).toEqual([told, told])
  expect(has('BTC')?.toFixed()).toBe(left)
})

test.each<[string, FeeWay, string]>([
  ['at its price', { kind: 'coin', coin: 'BNB' }, '600'],
  ['without a market at a price of its own', { kind: 'coin', coin: 'POINT', usd: '0.25' }, '0.25'],
])('a fee is taken in a third coin %s', async (_, way, price) => {
  const coin = way.kind === 'coin' ? way.coin : ''

  const { rows, cost, has } = await buy(way, { [coin]: '10' })

  const taken = cost.times('0.001').div(price).round(8, Big.roundDown)
  expect(rows.map(fee)).toEqual(rows.map(() => [taken.toFixed(8), coin]))
  expect(has('BTC')?.toFixed()).toBe('0.11')
  expect(has(coin)?.toFixed()).toBe(new Big(10).minus(taken).toFixed())
})

test('a fee that its coin is too little for is taken out of what is received', async () => {
  const { rows } = await buy({ kind: 'coin', coin: 'POINT', usd: '0.25' })

  expect(rows.map(fee)).toEqual(rows.map(() => ['0.00001000', 'BTC']))
})
