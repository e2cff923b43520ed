import { gzipSync } from 'node:zlib'
import type { ServerResponse } from 'node:http'
import { Big } from 'big.js'
import { expect, test, vi } from 'vitest'
import {
  createPaperExchange,
  type Fault,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import { HandClock, NOON } from './hand-clock.ts'
import { mount, openExchanges, serve } from './support.ts'

async function aTrader(clock = new HandClock()) {
  const theirClock = new HandClock()
  const paper = createPaperExchange({ clock: theirClock, seed: 1 })
  const exchanges = openExchanges(await mount(paper), clock)
  const key = paper.createKey()
  const connection = exchanges.connect('binance', key)
  const paths = () => paper.requests().map(({ path }) => path)
  return { paper, clock, theirClock, exchanges, key, connection, paths }
}

const ORDER = {
  symbol: 'BTC/USDT',
  clientOrderId: 'b00000000000000001',
  side: 'buy',
  amount: new Big('0.01'),
  price: new Big('50000'),
  timeInForce: 'GTC',
  sentAt: NOON,
} as const

test.each<[string, Fault['effect'], boolean]>([
  ['the connection is cut before it is carried out', { kind: 'drop' }, false],
  ['the connection is cut after it was carried out', { kind: 'drop-after' }, true],
  ['the exchange does not know what became of it', { kind: 'unknown-after' }, true],
  ['a proxy answers', { kind: 'status', status: 502, body: '<html></html>' }, false],
  ['a page comes instead of an answer', { kind: 'status', status: 200, body: '<html>' }, false],
  ['an empty answer comes', { kind: 'status', status: 200, body: '{}' }, false],
])('a placement is looked up when %s', async (_, effect, landed) => {
  const { paper, connection } = await aTrader()
  paper.fault({ method: 'POST', path: '/api/v3/order', effect })

  await expect(connection.exit.placeOrder(ORDER)).rejects.toMatchObject({ code: 'outcome-unknown' })

  const found = await connection.exit.findOrder(ORDER)
  expect(found?.status).toBe(landed ? 'open' : undefined)
  expect(paper.orders()).toHaveLength(landed ? 1 : 0)
})

test('a placement is looked up when its answer stops in the middle', async () => {
  const { paper, clock, connection } = await aTrader()
  await connection.exit.fetchOpenOrders()
  paper.fault({ method: 'POST', path: '/api/v3/order', effect: { kind: 'hang-body' } })

  const placing = connection.exit.placeOrder(ORDER)
  await vi.waitFor(() => expect(paper.orders()).toHaveLength(1))
  clock.advance(20_000)

  await expect(placing).rejects.toMatchObject({ code: 'outcome-unknown' })
})

test('a flood warning stops everyone, all keys and both lanes, until its time', async () => {
  const { paper, clock, theirClock, exchanges, connection } = await aTrader()
  const other = exchanges.connect('binance', paper.createKey({ account: 'bob' }))
  await connection.routine.fetchRights()
  const body = '{"code":-1003,"msg":"Too much request weight used"}'
  const effect = { kind: 'status', status: 429, body, headers: { 'retry-after': '30' } } as const
  paper.fault({ path: '/sapi/v1/account/apiRestrictions', effect })
  const retryAt = new Date(NOON.getTime() + 30_000)

  const refusal = { code: 'unavailable', raw: '-1003', retryAt }
  await expect(connection.routine.fetchRights()).rejects.toMatchObject(refusal)

  const sent = paper.requests().length
  await expect(other.exit.fetchRights()).rejects.toMatchObject({ code: 'unavailable', retryAt })
  await expect(other.exit.placeOrder(ORDER)).rejects.toMatchObject({ code: 'unavailable', retryAt })
  expect(paper.requests()).toHaveLength(sent)
  for (const each of [clock, theirClock]) each.advance(30_000)
  expect(await other.exit.fetchRights()).toMatchObject({ read: true })
})

test('a clock that is wrong from the start does no harm', async () => {
  const { connection, clock } = await aTrader(new HandClock(new Date(NOON.getTime() - 3_600_000)))

  expect(await connection.routine.placeOrder({ ...ORDER, sentAt: clock.now() })).toMatchObject({
    status: 'open',
  })
})

test('a clock that comes to differ is noticed by one refusal, for all keys', async () => {
  const { paper, theirClock, exchanges, connection } = await aTrader()
  const other = exchanges.connect('binance', paper.createKey({ account: 'bob' }))
  await connection.routine.fetchRights()
  theirClock.advance(12_000)

  const refusal = { code: 'unavailable', raw: '-1021' }
  await expect(connection.routine.fetchRights()).rejects.toMatchObject(refusal)

  expect(await other.routine.fetchRights()).toMatchObject({ read: true })
  expect(await connection.routine.fetchRights()).toMatchObject({ read: true })
})

test('the time is asked for again every half hour', async () => {
  const { clock, connection, paths } = await aTrader()
  await connection.routine.fetchRights()
  clock.advance(30 * 60_000)

  expect(await connection.routine.fetchRights()).toMatchObject({ read: true })
  expect(paths().filter((path) => path === '/api/v3/time')).toHaveLength(2)
})

test('time and markets are asked for once, by all connections together', async () => {
  const { paper, clock, theirClock, exchanges, connection, paths } = await aTrader()
  const other = exchanges.connect('binance', paper.createKey({ account: 'bob' }))

  await Promise.all([connection.routine.fetchAccount(), other.exit.fetchOpenOrders()])

  expect(paths().toSorted()).toEqual([
    '/api/v3/account',
    '/api/v3/exchangeInfo',
    '/api/v3/openOrders',
    '/api/v3/time',
  ])
  for (const each of [clock, theirClock]) each.advance(3_600_000)
  await other.exit.fetchAccount()
  expect(paths().filter((path) => path === '/api/v3/exchangeInfo')).toHaveLength(2)
  expect(paths().filter((path) => path === '/api/v3/time')).toHaveLength(2)
})

test('markets that fail to load are loaded by the next call', async () => {
  const { paper, exchanges } = await aTrader()
  const markets = exchanges.markets('binance')
  paper.setMaintenance(true)
  await expect(markets.fetchMarkets()).rejects.toMatchObject({ code: 'unavailable' })

  paper.setMaintenance(false)

  expect((await markets.fetchMarkets()).size).toBe(18)
})

test('old markets serve while the exchange does not answer', async () => {
  const { paper, clock, exchanges } = await aTrader()
  const markets = exchanges.markets('binance')
  await markets.fetchMarkets()
  clock.advance(3_600_000)
  paper.setMaintenance(true)

  expect((await markets.fetchMarkets()).size).toBe(18)
})

test('fetchFills() turns the pages', async () => {
  const { paper, connection } = await aTrader()
  paper.setBookDepth('BTC/USDT', '10')
  while (paper.trades().length <= 1_000) {
    paper.setPrice('BTC/USDT', '60000')
    paper.placeByHand({ symbol: 'BTC/USDT', side: 'buy', amount: '0.01' })
    paper.placeByHand({ symbol: 'BTC/USDT', side: 'sell', amount: '0.01' })
  }

  const { fills } = await connection.routine.fetchFills('BTC/USDT', NOON)

  expect(fills.map(({ id }) => id)).toEqual(paper.trades().map(({ id }) => String(id)))
})

test('a refused key is told of before the caller hears it', async () => {
  const { paper, exchanges, key } = await aTrader()
  const told: unknown[] = []
  const { routine, exit } = exchanges.connect('binance', key, {
    onKeyRejected: (error) => told.push(error),
  })
  paper.setKeyState(key.apiKey, 'deleted')

  const caught = await Promise.all([
    routine.fetchRights().catch((error: unknown) => error),
    exit.cancelOrder(ORDER).catch((error: unknown) => error),
  ])

  expect(told).toHaveLength(2)
  expect(told).toEqual(expect.arrayContaining(caught))
})

test('what waits for its turn when the connection closes is never sent', async () => {
  const { clock, connection, paper } = await aTrader()
  await connection.exit.fetchAccount()
  // The whole budget of routine calls: 3,000 at 80 each, after what it took to start.
  const flood = Array.from({ length: 40 }, () => connection.routine.fetchOpenOrders())
  await Promise.all(flood.slice(0, 37))
  const before = paper.requests().length
  const waiting = Promise.allSettled(flood.slice(37))

  connection.close()
  clock.advance(60_000)

  const reasons = (await waiting).map((result) => result.status)
  expect(reasons).toEqual(['rejected', 'rejected', 'rejected'])
  expect(paper.requests()).toHaveLength(before)
})

test('an exit goes through while routine calls wait for their turn', async () => {
  const { clock, connection } = await aTrader()
  const flood = Array.from({ length: 40 }, () => connection.routine.fetchOpenOrders())
  await Promise.all(flood.slice(0, 37))

  expect((await connection.exit.fetchOpenOrders()).rows).toEqual([])
  clock.advance(60_000)
  await Promise.allSettled(flood)
})

const START = '{"serverTime":1'
const STALLED: [string, (response: ServerResponse) => void][] = [
  ['plain', (response) => void response.write(START)],
  [
    'compressed',
    (response) => {
      response.setHeader('content-encoding', 'gzip')
      response.write(gzipSync(START.repeat(100)).subarray(0, 12))
    },
  ],
]

test('an answer that stalls, compressed or not, ends when nothing comes', async () => {
  const codes = STALLED.map(async ([, stall]) => {
    const origin = await serve((_request, response) => stall(response))
    const exchanges = openExchanges(origin, new HandClock(), { idleMs: 150, totalMs: 20_000 })
    await expect(exchanges.markets('binance').now()).rejects.toMatchObject({ code: 'unavailable' })
  })

  await Promise.all(codes)
})

test.each(STALLED)('a %s answer that never ends is broken off', async (_, stall) => {
  const clock = new HandClock()
  const origin = await serve((_request, response) => {
    stall(response)
    // The headers are out, and so the deadline runs.
    setImmediate(() => clock.advance(20_000))
  })
  const exchanges = openExchanges(origin, clock, { idleMs: 60_000, totalMs: 20_000 })

  await expect(exchanges.markets('binance').now()).rejects.toMatchObject({ code: 'unavailable' })
})
