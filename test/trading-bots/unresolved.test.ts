import { expect, test } from 'vitest'
import { listUnsettled } from '../../src/trading/order-repo.ts'
import { pullFills } from '../../src/trading/pull-fills.ts'
import { cancelOrders, reconcileOrders } from '../../src/trading/reconcile.ts'
import { aRunningGrid } from './bot-stage.ts'

const NO_ANSWER = {
  kind: 'status',
  status: 504,
  body: '{"code":-1007,"msg":"Timeout waiting for response from backend server."}',
} as const

test('reconcileOrders() returns the one that could not be looked up, and records the others', async () => {
  const stage = await aRunningGrid()
  const { paper, db, keyId, connections, orderAt } = stage
  paper.cancelByHand(orderAt(59_000).id)
  paper.cancelByHand(orderAt(58_000).id)
  paper.fault({ method: 'GET', path: '/api/v3/order', effect: NO_ANSWER })
  const exchange = await connections.open(keyId, 'routine')
  const orders = await listUnsettled(db, { keyId })

  const open = await exchange.fetchOpenOrders(['BTC/USDT'])
  const unresolved = await reconcileOrders(stage, exchange, orders, open)

  expect(unresolved.map(({ error }) => error.code)).toEqual(['unavailable'])
  expect(await listUnsettled(db, { keyId })).toHaveLength(4)
})

test('reconcileOrders() never ends an order that is listed in a form that can’t be read', async () => {
  const stage = await aRunningGrid()
  const { db, keyId, connections, clock } = stage
  const exchange = await connections.open(keyId, 'routine')
  const [order] = await listUnsettled(db, { keyId })
  if (order === undefined) throw new RangeError('Cannot go on: no order rests')
  const { clientOrderId, exchangeOrderId: id, symbol } = order
  const row = { id, clientOrderId, symbol, order: 'unreadable' } as const
  stage.paper.cancelByHand(Number(id))
  stage.paper.fault({
    path: '/api/v3/order',
    times: Infinity,
    effect: { kind: 'status', status: 400, body: '{"code":-2013,"msg":"Order does not exist."}' },
  })

  for (let i = 0; i < 3; i += 1) {
    clock.advance(120_000)
    const [one] = await reconcileOrders(stage, exchange, [order], {
      rows: [row],
      failed: new Map(),
    })
    expect(one).toMatchObject({ unreadable: true })
  }

  expect((await listUnsettled(db, { keyId })).map(({ status }) => status)).toEqual(
    Array.from({ length: 5 }, () => 'open'),
  )
})

test('cancelOrders() returns the one that got no answer, and records the others', async () => {
  const stage = await aRunningGrid()
  const { paper, db, keyId, connections } = stage
  paper.fault({ method: 'DELETE', path: '/api/v3/order', effect: NO_ANSWER })
  const exchange = await connections.open(keyId, 'routine')

  const unresolved = await cancelOrders(stage, exchange, await listUnsettled(db, { keyId }))

  expect(unresolved.map(({ error }) => error.code)).toEqual(['unavailable'])
  const left = await listUnsettled(db, { keyId })
  expect(left.map(({ id }) => id)).toEqual(unresolved.map(({ order }) => order.id))
  expect(paper.openOrders()).toHaveLength(1)
})

test('pullFills() returns the one whose fills could not be fetched, and settles the others', async () => {
  const stage = await aRunningGrid()
  const { paper, db, keyId, connections } = stage
  const exchange = await connections.open(keyId, 'routine')
  paper.setPrice('BTC/USDT', '57500')
  const open = await exchange.fetchOpenOrders(['BTC/USDT'])
  await reconcileOrders(stage, exchange, await listUnsettled(db, { keyId }), open)
  paper.fault({ path: '/api/v3/myTrades', effect: NO_ANSWER })

  const unresolved = await pullFills(stage, exchange, await listUnsettled(db, { keyId }))

  expect(unresolved.map(({ error }) => error.code)).toEqual(['unavailable'])
  const filled = (await listUnsettled(db, { keyId })).filter(({ status }) => status === 'filled')
  expect(filled.map(({ id }) => id)).toEqual(unresolved.map(({ order }) => order.id))
})
