import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  boughtByUs,
  endOfExit,
  holdBitcoin,
  isOurs,
  reachPlan,
  reachPositions,
  soldByUs,
} from '../support/exits.ts'
import { linkKey, tap } from '../support/journey.ts'
import { openOrderOnWire } from '../support/open-order-on-wire.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

test('an exit is four rounds of requests: cancel, look, sell, look', async () => {
  await reachPlan(world)
  const before = world.exchange.requests().length
  await tap(world.alice, 'Disconnect now', 'exit-receipt')

  const all = world.exchange
    .requests()
    .slice(before)
    .map(({ method, path }) => `${method} ${path.replace('/api/v3/', '')}`)
  // A last look of the bots may come before.
  const requests = all.slice(all.indexOf('DELETE order'))
  const look = (from: number) => requests.slice(from, from + 2).toSorted()
  expect(requests.slice(0, 2)).toEqual(['DELETE order', 'DELETE order'])
  expect(look(2)).toEqual(['GET account', 'GET openOrders'])
  expect(requests[4]).toBe('POST order')
  expect(look(5)).toEqual(['GET account', 'GET openOrders'])
  expect(requests).toHaveLength(7)
})

test('balances that come from a cache are not taken for coins that are gone', async () => {
  const { exchange } = world
  await reachPlan(world)
  const stale = JSON.stringify({
    uid: 1,
    canTrade: true,
    commissionRates: { maker: '0.001', taker: '0.001', buyer: '0', seller: '0' },
    updateTime: 1,
    balances: [{ asset: 'BTC', free: '0.00000000', locked: '0.02000000' }],
  })
  exchange.fault({
    path: '/api/v3/account',
    times: 2,
    effect: { kind: 'status', status: 200, body: stale },
  })
  world.alice.taps('Disconnect now')
  const receipt = await endOfExit(world)

  expect(receipt.text).not.toContain('not free on the account')
  const left = boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT'))
  expect(left.toNumber()).toBeCloseTo(0, 4)
})

test('with nothing to sell, what the exchange still lists is asked about once a second', async () => {
  const { exchange } = world
  await reachPositions(world)
  await tap(world.alice, 'Keep all', 'exit-plan')
  const ours = exchange.openOrders().filter((order) => isOurs(order))
  // Lists come from a cache: it tells of what was cancelled a moment ago as open.
  const stale = JSON.stringify(ours.map(openOrderOnWire))
  const effect = { kind: 'status', status: 200, body: stale } as const
  exchange.fault({ path: '/api/v3/openOrders', times: 3, effect })
  const before = exchange.requests().length
  world.alice.taps('Disconnect now')
  await endOfExit(world)

  const looks = exchange
    .requests()
    .slice(before)
    .filter(({ path }) => path === '/api/v3/openOrders')
    .map(({ at }) => at.getTime())
  expect(looks.length).toBeGreaterThan(3)
  const pauses = looks.slice(1).map((at, i) => at - (looks[i] ?? 0))
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1000)
})
