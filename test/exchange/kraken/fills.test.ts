import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { NewOrder } from '../../../src/exchange/exchange.ts'
import { NOON } from '../hand-clock.ts'
import { openKraken } from './open-kraken.ts'

const ORDER: NewOrder = {
  symbol: 'BTC/USDT',
  clientOrderId: 'b00000000000000001',
  side: 'buy',
  amount: new Big('0.04'),
  price: new Big('50000'),
  timeInForce: 'GTC',
  sentAt: NOON,
}

/** An order that was filled in so many parts of one moment. */
async function manyFills(count: number) {
  const { clock, kraken, exchanges } = await openKraken()
  const exchange = exchanges.connect('kraken', kraken.createKey()).exit
  const { id } = await exchange.placeOrder(ORDER)
  const orderId = kraken.openOrders()[0]?.id ?? 0
  for (let i = 0; i < count; i += 1) kraken.fillPartly(orderId, '0.0001')
  const sizes = kraken.trades().map(({ id: number }) => number)
  // The counter is as low as it can be.
  clock.advance(60_000)
  const before = kraken.requests().length
  const asked = () =>
    kraken
      .requests()
      .slice(before)
      .map(({ path }) => path.split('/').at(-1))
  return { clock, exchange, id, sizes, asked }
}

test('fills of one moment are told in their order, over as many pages as there are', async () => {
  const { exchange, sizes, asked } = await manyFills(120)

  const { fills } = await exchange.fetchFills('BTC/USDT', NOON)

  expect(fills.map(({ id }) => Number.parseInt(id.replaceAll('-', '').slice(1), 36))).toEqual(sizes)
  expect(asked()).toEqual(['TradesHistory', 'TradesHistory', 'TradesHistory'])
})

test('fills before the moment that is asked about are left out', async () => {
  const { clock, exchange } = await manyFills(3)
  const since = new Date(NOON.getTime() + 500)

  expect((await exchange.fetchFills('BTC/USDT', since)).fills).toEqual([])
  expect((await exchange.fetchFills('BTC/USDT', NOON)).fills).toHaveLength(3)
  expect((await exchange.fetchFills('BTC/USDT', clock.now())).fills).toEqual([])
})

test('the fills of one order are asked for as slowly as Kraken counts them', async () => {
  const { exchange, id, sizes, asked } = await manyFills(390)

  const fills = await exchange.fetchOrderFills('BTC/USDT', id)

  expect(fills).toHaveLength(sizes.length)
  expect(asked()).toEqual(['QueryOrders', ...Array.from({ length: 20 }, () => 'QueryTrades')])
})
