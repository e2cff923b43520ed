import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { NewOrder } from '../../../src/exchange/exchange.ts'
import { NOON } from '../hand-clock.ts'
import { openOkx } from './support.ts'

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
  const world = await openOkx()
  const exchange = world.exchanges.connect('okx', world.okx.createKey()).exit
  const idOf = (clientOrderId: string) =>
    world.okx.orders().find((order) => order.clientOrderId === clientOrderId)?.id ?? 0
  const asked = (path: string) => world.okx.requests().filter((each) => each.path === path).length
  return { ...world, exchange, idOf, asked }
}

test('an IOC order that fills in part is over, and nobody is said to have cancelled it', async () => {
  const { exchange, exchanges } = await aTrader()
  const [best] = (await exchanges.markets('okx').fetchOrderBook('PEPE/USDT')).asks
  const [amount, price] = [best?.amount ?? new Big(0), best?.price ?? new Big(0)]
  const order = { ...ORDER, symbol: 'PEPE/USDT', amount: amount.plus(9), price }

  const placed = await exchange.placeOrder({ ...order, timeInForce: 'IOC' })

  expect(placed).toMatchObject({ status: 'cancelled', lapsed: true })
  expect(placed.filled.eq(amount)).toBe(true)
  expect(placed.cost.eq(amount.times(price))).toBe(true)
})

test('an order that its owner cancels at OKX has not lapsed', async () => {
  const { okx, exchange, idOf } = await aTrader()
  await exchange.placeOrder(ORDER)
  okx.fillPartly(idOf(ORDER.clientOrderId), '0.005')

  okx.cancelByHand(idOf(ORDER.clientOrderId))

  const found = await exchange.findOrder(ORDER)
  expect(found).toMatchObject({ status: 'cancelled' })
  expect([found?.lapsed, found?.filled.toFixed()]).toEqual([undefined, '0.005'])
})

test('an order that would have met another of its account has lapsed', async () => {
  const { okx, exchange } = await aTrader()
  okx.setBookDepth('BTC/USDT', '0')
  await exchange.placeOrder({ ...ORDER, price: new Big('60000') })

  okx.placeByHand({ symbol: 'BTC/USDT', side: 'sell', price: '59000', amount: '0.001' })

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'cancelled', lapsed: true })
})

test('an order whose cancel was only accepted is open until OKX says otherwise', async () => {
  const { okx, exchange } = await aTrader()
  await exchange.placeOrder(ORDER)
  okx.holdCancels()

  expect(await exchange.cancelOrder(ORDER)).toMatchObject({ status: 'open' })
  await expect(exchange.cancelOrder(ORDER)).rejects.toMatchObject({
    code: 'unavailable',
    raw: '51410',
  })
  okx.letCancelsGo()

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'cancelled' })
})

test.each([
  ['51404', 'Order cancellation unavailable during the second phase of call auction.'],
  ['51412', 'Cancellation timed out, please try again later.'],
])('a cancel that is answered with %s is to be tried again', async (sCode, sMsg) => {
  const { okx, exchange } = await aTrader()
  await exchange.placeOrder(ORDER)
  const body = JSON.stringify({
    code: '1',
    data: [{ clOrdId: ORDER.clientOrderId, ordId: '', sCode, sMsg }],
    msg: 'All operations failed',
  })
  const effect = { kind: 'status', status: 200, body } as const
  okx.fault({ path: '/api/v5/trade/cancel-order', effect })

  await expect(exchange.cancelOrder(ORDER)).rejects.toMatchObject({ code: 'unavailable' })

  expect(await exchange.cancelOrder(ORDER)).toMatchObject({ status: 'cancelled' })
})

test('what is wrong with an order stands beside it, and is what the caller is told', async () => {
  const { exchange } = await aTrader()

  await expect(exchange.placeOrder({ ...ORDER, amount: new Big('1') })).rejects.toMatchObject({
    code: 'insufficient-funds',
    raw: '51008',
  })
  await expect(exchange.cancelOrder(ORDER)).rejects.toMatchObject({
    code: 'order-not-found',
    raw: '51400',
  })
})

test('an order that OKX itself lost sight of is looked up', async () => {
  const { okx, exchange } = await aTrader()
  const effect = { kind: 'unknown-after' } as const
  okx.fault({ method: 'POST', path: '/api/v5/trade/order', effect })

  await expect(exchange.placeOrder(ORDER)).rejects.toMatchObject({
    code: 'outcome-unknown',
    raw: '50004',
  })

  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'open' })
})

test('of orders that are over OKX forgets after two hours those that never filled', async () => {
  const { clock, okx, exchange, idOf } = await aTrader()
  const [bare, partly] = [ORDER, { ...ORDER, clientOrderId: 'b2' }]
  for (const order of [bare, partly]) await exchange.placeOrder(order)
  okx.fillPartly(idOf('b2'), '0.005')
  for (const order of [bare, partly]) await exchange.cancelOrder(order)
  expect((await exchange.fetchOpenOrders()).rows).toEqual([])
  expect(await exchange.findOrder(bare)).toMatchObject({ status: 'cancelled' })

  clock.advance(2 * 3_600_000 + 1_000)

  expect(await exchange.findOrder(bare)).toBeUndefined()
  const found = await exchange.findOrder(partly)
  expect([found?.status, found?.filled.toFixed()]).toEqual(['cancelled', '0.005'])
})

test('fills of one moment are told in their order, over as many pages as there are', async () => {
  const { okx, exchange, idOf, asked } = await aTrader()
  const { id } = await exchange.placeOrder(ORDER)
  for (let i = 0; i < 101; i += 1) okx.fillPartly(idOf(ORDER.clientOrderId), '0.0001')

  const ofOrder = await exchange.fetchOrderFills('BTC/USDT', id)
  const { fills: since } = await exchange.fetchFills('BTC/USDT', NOON)

  const there = okx.trades().map((trade) => String(trade.id))
  expect(there).toHaveLength(101)
  expect(ofOrder.map((fill) => fill.id)).toEqual(there)
  expect(since.map((fill) => fill.id)).toEqual(there)
  expect(asked('/api/v5/trade/fills-history')).toBe(4)
})

test('fetchOpenOrders() lists the second page too', async () => {
  const { okx, exchange, asked } = await aTrader()
  for (let i = 0; i < 101; i += 1) {
    okx.placeByHand({ symbol: 'BTC/USDT', side: 'buy', price: '50000', amount: '0.0001' })
  }

  const { rows } = await exchange.fetchOpenOrders()

  expect(new Set(rows.map(({ id }) => id)).size).toBe(101)
  expect(asked('/api/v5/trade/orders-pending')).toBe(2)
})
