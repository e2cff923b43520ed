import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { NewOrder } from '../../../src/exchange/exchange.ts'
import { feesBeside } from '../../../src/exchange/fees.ts'
import { NOON } from '../hand-clock.ts'
import { sum } from '../../../src/trading/sum.ts'
import { executionIdOf } from './gateway.ts'
import { openBybit } from './open-bybit.ts'

const ORDER: NewOrder = {
  symbol: 'BTC/USDT',
  clientOrderId: 'b00000000000000001',
  side: 'buy',
  amount: new Big('0.01'),
  price: new Big('50000'),
  timeInForce: 'GTC',
  sentAt: NOON,
}
const TAKING = { ...ORDER, price: new Big('61000'), timeInForce: 'IOC' } as const

/** Ada's key on a Bybit of ours, both lanes of it, and who was asked what. */
async function openAda(rights: { withdraw?: boolean; ipRestrict?: boolean } = {}) {
  const bybit = await openBybit()
  const key = bybit.paper.createKey({ account: 'ada', ...rights })
  const { routine, exit } = bybit.exchanges.connect('bybit', key)
  const asked = (path: string) => bybit.paper.requests().filter((one) => one.path === path)
  return { ...bybit, key, exchange: routine, exit, asked }
}

test('an order that is acknowledged is open until the engine has it, and stays so', async () => {
  const { exchange, gateway, clock } = await openAda()
  gateway.delayMs = 500

  const placed = await exchange.placeOrder(ORDER)

  expect(placed).toMatchObject({ status: 'open', clientOrderId: ORDER.clientOrderId })
  expect(await exchange.findOrder(ORDER)).toBeUndefined()
  clock.advance(500)
  expect(await exchange.findOrder(ORDER)).toMatchObject({ id: placed.id, status: 'open' })
})

test('an order that the engine throws out after its acknowledgement is rejected, not open', async () => {
  const { exchange, gateway, clock } = await openAda()
  gateway.delayMs = 500
  gateway.rejectsNext = 'EC_ReachRiskPriceLimit'
  const { id } = await exchange.placeOrder(ORDER)

  clock.advance(500)

  expect(await exchange.findOrder(ORDER)).toMatchObject({ id, status: 'rejected' })
  expect(await exchange.findOrderById('BTC/USDT', id)).toMatchObject({
    order: { status: 'rejected' },
  })
  expect((await exchange.fetchOpenOrders()).rows).toEqual([])
  expect(await exchange.fetchOrderFills('BTC/USDT', id)).toEqual([])
})

test('placeOrder() tells that the engine threw it out, where that is known by then', async () => {
  const { exchange, gateway } = await openAda()
  gateway.rejectsNext = 'EC_InvalidSymbolStatus'

  expect(await exchange.placeOrder(ORDER)).toMatchObject({ status: 'rejected' })
})

test('a cancel that is acknowledged is open until the engine has it, and may fill before', async () => {
  const { exchange, paper, gateway, clock } = await openAda()
  const other = { ...ORDER, clientOrderId: 'b2', price: new Big('55000') }
  for (const order of [ORDER, other]) await exchange.placeOrder(order)
  gateway.delayMs = 500

  const asked = await Promise.all([ORDER, other].map((order) => exchange.cancelOrder(order)))
  paper.setPrice('BTC/USDT', '54000')
  clock.advance(500)

  expect(asked.map(({ status }) => status)).toEqual(['open', 'open'])
  expect(await exchange.findOrder(ORDER)).toMatchObject({ status: 'cancelled' })
  expect(await exchange.findOrder(other)).toMatchObject({ status: 'filled' })
})

test('what an order at once did not fill is let go by Bybit, not by the trader', async () => {
  const { exchange, paper } = await openAda()
  paper.setBookDepth('BTC/USDT', '1')

  const { id, filled, ...order } = await exchange.placeOrder(TAKING)

  expect(order).toMatchObject({ status: 'cancelled', lapsed: true })
  expect([filled.gt(0), filled.lt(ORDER.amount)]).toEqual([true, true])
  const fills = await exchange.fetchOrderFills('BTC/USDT', id)
  expect(sum(fills.map(({ amount }) => amount)).toFixed()).toBe(filled.toFixed())
})

test('an order that would have met one of its own account lapsed; one that was cancelled did not', async () => {
  const { exchange, paper } = await openAda()
  await exchange.placeOrder(ORDER)
  await exchange.placeOrder({ ...ORDER, clientOrderId: 'b2', price: new Big('59990') })
  paper.setBookDepth('BTC/USDT', '1')

  const sale = { side: 'sell', price: new Big('59000'), timeInForce: 'IOC' } as const
  await exchange.placeOrder({ ...ORDER, ...sale, clientOrderId: 'b3' })
  const cancelled = await exchange.cancelOrder(ORDER)

  const met = await exchange.findOrder({ ...ORDER, clientOrderId: 'b2' })
  expect(met).toMatchObject({ status: 'cancelled', lapsed: true })
  expect(cancelled.status).toBe('cancelled')
  expect(cancelled.lapsed).toBeUndefined()
})

test('an order that only the history knows is found, by its own id and by ours', async () => {
  const { exchange, gateway, clock, asked } = await openAda()
  const { id } = await exchange.placeOrder(ORDER)
  await exchange.cancelOrder(ORDER)
  clock.advance(60_000)
  gateway.restart(clock.now())

  expect(await exchange.findOrder(ORDER)).toMatchObject({ id, status: 'cancelled' })
  expect(await exchange.findOrderById('BTC/USDT', id)).toMatchObject({
    order: { status: 'cancelled' },
  })
  expect(asked('/v5/order/history')).toHaveLength(2)
})

test('open orders and fills are told of to the last page, also when all are of one moment', async () => {
  const { exchange, paper, asked } = await openAda()
  const { id } = await exchange.placeOrder(ORDER)
  const [resting] = paper.openOrders('ada')
  for (let i = 0; i < 100; i += 1) paper.fillPartly(resting?.id ?? 0, '0.00002')
  for (let i = 0; i < 60; i += 1) {
    paper.placeByHand({
      account: 'ada',
      symbol: 'BTC/USDT',
      side: 'buy',
      price: '30000',
      amount: '0.001',
    })
  }

  // A full page says that there may be another, which is empty.
  expect(await exchange.fetchOrderFills('BTC/USDT', id)).toHaveLength(100)
  expect(asked('/v5/execution/list')).toHaveLength(2)
  paper.fillPartly(resting?.id ?? 0, '0.00002')
  expect(await exchange.fetchOrderFills('BTC/USDT', id)).toHaveLength(101)
  const { fills } = await exchange.fetchFills('BTC/USDT', NOON)
  expect(fills).toHaveLength(101)
  expect(fills.map((fill) => fill.id)).toEqual(paper.trades('ada').map(executionIdOf))
  expect((await exchange.fetchOpenOrders()).rows).toHaveLength(61)
  expect((await exchange.fetchOpenOrders(['BTC/USDT'])).rows).toHaveLength(61)
})

test('a fee is told in the coin that it was taken in', async () => {
  const { exchange, paper } = await openAda()
  paper.deposit('BNB', '1', 'ada')
  paper.payFeesInBnb(true, 'ada')

  const { id } = await exchange.placeOrder(TAKING)

  const fills = await exchange.fetchOrderFills('BTC/USDT', id)
  const fees = fills.flatMap((fill) => feesBeside(fill.fees))
  expect(new Set(fees.map(({ coin }) => coin))).toEqual(new Set(['BNB']))
  const paid = new Big(1).minus((await exchange.fetchAccount()).balances.get('BNB')?.free ?? 0)
  expect(sum(fees.map(({ amount }) => amount)).toFixed()).toBe(paid.toFixed())
})

test('a key that is not bound to addresses ends 90 days after it was made', async () => {
  const { exchange } = await openAda({ ipRestrict: false })

  expect(await exchange.fetchRights()).toMatchObject({
    ipBound: false,
    createdAt: NOON,
    expiresAt: new Date(NOON.getTime() + 90 * 86_400_000),
  })
})

test('the right to withdraw is seen', async () => {
  const { exchange, key, paper } = await openAda({ withdraw: true })

  expect(await exchange.fetchRights()).toMatchObject({ withdraw: true, trade: true })
  paper.setKeyRights(key.apiKey, { withdraw: false })
  expect(await exchange.fetchRights()).toMatchObject({ withdraw: false })
})

test('a key that ended is told from one that was deleted', async () => {
  const { exchange, key, paper } = await openAda()

  paper.setKeyState(key.apiKey, 'expired')
  await expect(exchange.fetchRights()).rejects.toMatchObject({ verdict: 'expired', raw: '33004' })
  paper.setKeyState(key.apiKey, 'deleted')
  await expect(exchange.fetchRights()).rejects.toMatchObject({ verdict: 'revoked', raw: '10003' })
})

test('too many visits of one account: nothing is sent until the moment that Bybit names', async () => {
  const { exchange, exit, paper, exchanges, clock, asked } = await openAda()
  await exchange.fetchRights()
  const [path, resetAt] = ['/v5/user/query-api', new Date(NOON.getTime() + 2_700)]
  const headers = { 'x-bapi-limit-reset-timestamp': String(resetAt.getTime()) }
  const body = '{"retCode":10006,"retMsg":"Too many visits!","result":{}}'
  paper.fault({ path, effect: { kind: 'status', status: 200, body, headers } })

  const refusal = { code: 'unavailable', raw: '10006', retryAt: resetAt }
  await expect(exchange.fetchRights()).rejects.toMatchObject(refusal)

  const sent = asked(path).length
  const other = exchanges.connect('bybit', paper.createKey({ account: 'bob' })).routine
  expect(await other.fetchRights()).toMatchObject({ read: true })
  await expect(exit.placeOrder(ORDER)).rejects.toMatchObject({ retryAt: resetAt })
  expect(asked('/v5/order/create')).toHaveLength(0)
  clock.advance(2_700)
  expect(await exit.placeOrder({ ...ORDER, sentAt: clock.now() })).toMatchObject({ status: 'open' })
  expect(asked(path)).toHaveLength(sent + 1)
})

test('an exit that floods stays within what Bybit lets one account place in a second', async () => {
  const { exit, clock, asked } = await openAda()
  await exit.fetchAccount()

  const placing = Array.from({ length: 30 }, (_, i) =>
    exit.placeOrder({ ...ORDER, amount: new Big('0.001'), clientOrderId: `b${i}` }),
  )
  await expect.poll(() => asked('/v5/order/create').length).toBe(20)
  const later = () => {
    clock.advance(100)
    return asked('/v5/order/create').length
  }
  await expect.poll(later, { interval: 10 }).toBe(30)

  const placed = await Promise.all(placing)
  expect(placed.map(({ status }) => status)).toEqual(Array.from({ length: 30 }, () => 'open'))
})

test.each([
  [403, '403, access too frequent. Please try again in 10 minutes.'],
  [200, '{"retCode":10009,"retMsg":"IP has been banned.","result":{}}'],
])('an address that is banned, HTTP %i %s, sends nothing for ten minutes', async (status, body) => {
  const { exchange, exchanges, paper, clock } = await openAda()
  await exchange.fetchRights()
  paper.fault({ path: '/v5/user/query-api', effect: { kind: 'status', status, body } })
  const retryAt = new Date(NOON.getTime() + 600_000)

  const refusal = { code: 'unavailable', verdict: undefined, retryAt }
  await expect(exchange.fetchRights()).rejects.toMatchObject(refusal)

  const sent = paper.requests().length
  const other = exchanges.connect('bybit', paper.createKey({ account: 'bob' }))
  await expect(other.exit.placeOrder(ORDER)).rejects.toMatchObject(refusal)
  expect(paper.requests()).toHaveLength(sent)
  clock.advance(600_000)
  expect(await other.routine.fetchRights()).toMatchObject({ read: true })
})

test.each([200, 403, 502])(
  'a page that says Temporary, with HTTP %i, says nothing of a key',
  async (status) => {
    const { exchange, paper } = await openAda()
    await exchange.fetchAccount()
    const body =
      '<html><head><title>502 Temporary Error</title></head><body>Temporary</body></html>'
    const effect = {
      kind: 'status',
      status,
      body,
      headers: { 'content-type': 'text/html' },
    } as const
    paper.fault({ path: '/v5/user/query-api', effect })
    paper.fault({ path: '/v5/order/create', effect })

    const silent = { code: 'unavailable', verdict: undefined }
    await expect(exchange.fetchRights()).rejects.toMatchObject(silent)
    await expect(exchange.placeOrder(ORDER)).rejects.toMatchObject({ code: 'outcome-unknown' })
    expect(await exchange.fetchRights()).toMatchObject({ read: true })
  },
)

test('a clock that comes to differ is noticed by one refusal', async () => {
  const { exchange, paper } = await openAda()
  await exchange.fetchRights()
  const body = '{"retCode":10002,"retMsg":"invalid request, please check your server timestamp"}'
  paper.fault({ path: '/v5/user/query-api', effect: { kind: 'status', status: 200, body } })

  await expect(exchange.fetchRights()).rejects.toMatchObject({ code: 'unavailable', raw: '10002' })

  expect(await exchange.fetchRights()).toMatchObject({ read: true })
  const times = paper.requests().filter(({ path }) => path === '/v5/market/time')
  expect(times).toHaveLength(2)
})

test.each([170139, 170142, 170190, 110008, 110010])(
  'a cancel that comes too late, code %i, finds the order over',
  async (retCode) => {
    const { exchange, paper } = await openAda()
    await exchange.placeOrder(ORDER)
    const body = JSON.stringify({ retCode, retMsg: 'Order is over.', result: {} })
    paper.fault({ path: '/v5/order/cancel', effect: { kind: 'status', status: 200, body } })

    await expect(exchange.cancelOrder(ORDER)).rejects.toMatchObject({ code: 'order-not-found' })
  },
)

test.each([
  [170035, 'Submitted to the system for processing!', 'outcome-unknown'],
  [170032, 'Network error. Please try again later', 'outcome-unknown'],
  [170234, 'System Error', 'outcome-unknown'],
  [170810, 'Cannot exceed maximum of 500 conditional, TP/SL and active orders.', 'not-now'],
  [170151, 'The trading pair is not open yet', 'market-closed'],
])('an order that is answered with %i, %s, is %s', async (retCode, retMsg, code) => {
  const { exchange, paper } = await openAda()
  const body = JSON.stringify({ retCode, retMsg, result: {} })
  paper.fault({ path: '/v5/order/create', effect: { kind: 'status', status: 200, body } })

  await expect(exchange.placeOrder(ORDER)).rejects.toMatchObject({ code })
})

test('a key of the site for Europe is unknown elsewhere and works there', async () => {
  const { exchange, key, moveKey, exchanges } = await openAda()
  moveKey(key.apiKey, 'bybit.eu')

  await expect(exchange.fetchRights()).rejects.toMatchObject({ verdict: 'revoked' })

  const there = exchanges.connect('bybit', { ...key, site: 'bybit.eu' }).routine
  expect(await there.placeOrder(ORDER)).toMatchObject({ status: 'open' })
  expect((await there.fetchAccount()).canTrade).toBe(true)
})
