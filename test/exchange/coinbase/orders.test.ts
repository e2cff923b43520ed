import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { NewOrder } from '../../../src/exchange/exchange.ts'
import { NOON } from '../hand-clock.ts'
import { letCancelsGo } from './coinbase-rest.ts'
import { openCoinbase } from './open-coinbase.ts'

const ORDER: NewOrder = {
  symbol: 'BTC/USDT',
  clientOrderId: 'b00000000000000001',
  side: 'buy',
  amount: new Big('0.02'),
  price: new Big('50000'),
  timeInForce: 'GTC',
  sentAt: NOON,
}

async function aTrader() {
  const world = await openCoinbase()
  const exchange = world.exchanges.connect('coinbase', world.coinbase.createKey()).exit
  /** So many orders that come and go, all newer than what was there. */
  const passBy = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      const hand = { symbol: 'BTC/USDT', side: 'buy', price: '50000', amount: '0.0001' } as const
      world.coinbase.cancelByHand(world.coinbase.placeByHand(hand).id)
    }
  }
  return { ...world, exchange, passBy }
}

test('an order that Coinbase itself lost sight of is looked up', async () => {
  const { coinbase, exchange } = await aTrader()
  const effect = { kind: 'unknown-after' } as const
  coinbase.fault({ method: 'POST', path: '/api/v3/brokerage/orders', effect })

  await expect(exchange.placeOrder(ORDER)).rejects.toMatchObject({ code: 'outcome-unknown' })

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'open' })
})

test('what the preview of an order has against it is what the caller is told', async () => {
  const { exchange } = await aTrader()

  await expect(exchange.placeOrder({ ...ORDER, amount: new Big('1') })).rejects.toMatchObject({
    code: 'insufficient-funds',
    raw: 'PREVIEW_INSUFFICIENT_FUND',
  })
  await expect(exchange.placeOrder({ ...ORDER, amount: new Big('0.00002') })).rejects.toMatchObject(
    { code: 'order-rejected', raw: 'PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL' },
  )
})

test('an order that rests is found and cancelled, however many came after it', async () => {
  const { clock, exchange, passBy } = await aTrader()
  await exchange.placeOrder(ORDER)
  clock.advance(3 * 3_600_000)
  passBy(501)

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'open' })
  expect(await exchange.cancelOrder(ORDER)).toMatchObject({ status: 'cancelled' })
})

test('an order that is over is found within the hour, however many came after it', async () => {
  const { exchange, passBy } = await aTrader()
  await exchange.placeOrder({ ...ORDER, timeInForce: 'IOC' })
  passBy(501)

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'cancelled' })
  expect(await exchange.findOrder({ ...ORDER, clientOrderId: 'b2' })).toBeUndefined()
})

test('an order whose cancel is queued is open, and listed, until Coinbase says otherwise', async () => {
  const { coinbase, state, exchange } = await aTrader()
  await exchange.placeOrder(ORDER)
  state.pendingCancels = new Set()

  expect(await exchange.cancelOrder(ORDER)).toMatchObject({ status: 'open' })
  const { rows } = await exchange.fetchOpenOrders()
  expect(rows.map(({ clientOrderId }) => clientOrderId)).toEqual([ORDER.clientOrderId])
  await expect(exchange.cancelOrder(ORDER)).rejects.toMatchObject({ code: 'unavailable' })
  letCancelsGo(state, coinbase)

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'cancelled' })
  expect((await exchange.fetchOpenOrders()).rows).toEqual([])
})

test('a cancel of an order that has filled meanwhile says that it is not there', async () => {
  const { coinbase, exchange } = await aTrader()
  await exchange.placeOrder(ORDER)
  const results = [{ success: false, failure_reason: 'ORDER_IS_FULLY_FILLED', order_id: 'x' }]
  const effect = { kind: 'status', status: 200, body: JSON.stringify({ results }) } as const
  coinbase.fault({ path: '/api/v3/brokerage/orders/batch_cancel', effect })

  await expect(exchange.cancelOrder(ORDER)).rejects.toMatchObject({ code: 'order-not-found' })
})

test('fetchOpenOrders() lists the second page too', async () => {
  const { coinbase, exchange } = await aTrader()
  for (let i = 0; i < 101; i += 1) {
    coinbase.placeByHand({ symbol: 'BTC/USDT', side: 'buy', price: '50000', amount: '0.0001' })
  }

  const { rows } = await exchange.fetchOpenOrders()

  expect(new Set(rows.map(({ id }) => id)).size).toBe(101)
})
