import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Fault } from '../../src/playground/paper-exchange/paper-exchange.ts'
import { linkKey, tap } from '../support/journey.ts'
import {
  boughtByUs,
  coins,
  endOfExit,
  holdBitcoin,
  isOurs,
  reachPlan,
  rows,
  soldByUs,
} from '../support/exits.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
  // So that a second sale would be possible.
  world.exchange.deposit('BTC', '1')
})
afterEach(() => world.close())

type Effect = Fault['effect']
const FAULTS: Record<string, Effect> = {
  'the connection breaks before it arrives': { kind: 'drop' },
  'the connection breaks after it was carried out': { kind: 'drop-after' },
  'the exchange says that it does not know what came of it': { kind: 'unknown-after' },
  'it is carried out late': { kind: 'late', ms: 1_500 },
  'the answer stops half-way': { kind: 'hang-body' },
  'the rate limit is spent': {
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '5' },
    body: '{"code":-1003,"msg":"Too much request weight used."}',
  },
  'the exchange answers 503': { kind: 'status', status: 503, body: '<html>503</html>' },
}

test.each(Object.entries(FAULTS))(
  'cancels and sales are done once each when %s',
  async (_, effect) => {
    const { exchange } = world
    await reachPlan(world)
    const byHand = coins(world, 'BTC').minus(boughtByUs(world, 'BTC/USDT'))
    exchange.fault({ method: 'DELETE', path: '/api/v3/order', effect })
    exchange.fault({ method: 'POST', path: '/api/v3/order', effect })

    await tap(world.alice, 'Disconnect now', 'exit-progress')
    await endOfExit(world)

    const left = boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT'))
    expect(left.gte(0) && left.lt('0.00001')).toBe(true)
    expect(coins(world, 'BTC').toFixed()).toBe(byHand.plus(left).toFixed())
    expect(exchange.openOrders()).toEqual([])
    const intents = await rows<{ client_order_id: string }>(
      world,
      'select client_order_id from trade_order',
    )
    const known = new Set(intents.map((row) => row.client_order_id))
    expect(
      exchange
        .orders()
        .filter((order) => isOurs(order))
        .every((order) => known.has(order.clientOrderId)),
    ).toBe(true)
  },
  40_000,
)

test('the intent of a sale stands in the database before its request arrives', async () => {
  const { exchange, alice } = world
  await reachPlan(world)
  // Nothing is written after the request while nobody knows what came of it.
  exchange.fault({ method: 'POST', path: '/api/v3/order', effect: { kind: 'unknown-after' } })
  let seen: Promise<{ status: string }[]> | undefined
  const stop = exchange.onChange((event) => {
    if (event.kind !== 'trade' || event.side !== 'sell') return
    const order = exchange.orders().find(({ id }) => id === event.orderId)
    seen = rows(
      world,
      `select status from trade_order where client_order_id = '${order?.clientOrderId}'`,
    )
    stop()
  })
  await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(await seen).toEqual([{ status: 'sent' }])
})
