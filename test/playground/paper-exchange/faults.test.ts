import { expect, test } from 'vitest'
import { anExchange, mount, send, signed, type Call } from './support.ts'

const ORDER = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '50000',
}
const ROUTE = { method: 'POST', path: '/api/v3/order' } as const

async function aServer() {
  const { exchange, clock } = anExchange()
  const key = exchange.createKey()
  const origin = await mount(exchange)
  const post = async (params: Call['params'] = ORDER) => {
    const { path, init } = signed({ ...ROUTE, params, key, at: clock.now() })
    return fetch(origin + path, init)
  }
  return { exchange, clock, key, origin, post }
}

test('a planned answer comes as often as planned, then the real one', async () => {
  const { exchange, post } = await aServer()
  const effect = {
    kind: 'status',
    status: 502,
    body: '<html>',
    headers: { 'retry-after': '9' },
  } as const
  exchange.fault({ ...ROUTE, times: 2, effect })

  const answers = [await post(), await post(), await post()]

  expect(answers.map(({ status }) => status)).toEqual([502, 502, 200])
  expect(answers[0]?.headers.get('retry-after')).toBe('9')
  expect(exchange.openOrders()).toHaveLength(1)
})

test('a dropped request was not carried out, a request dropped after was', async () => {
  const { exchange, post } = await aServer()
  exchange.fault({ ...ROUTE, effect: { kind: 'drop' } })
  exchange.fault({ ...ROUTE, effect: { kind: 'drop-after' } })

  await expect(post()).rejects.toThrow('fetch failed')
  expect(exchange.orders()).toHaveLength(0)
  await expect(post()).rejects.toThrow('fetch failed')
  expect(exchange.orders()).toHaveLength(1)
})

test('an unknown outcome was carried out', async () => {
  const { exchange, post } = await aServer()
  exchange.fault({ ...ROUTE, effect: { kind: 'unknown-after' } })

  const response = await post()

  expect(response.status).toBe(504)
  expect(await response.json()).toMatchObject({ code: -1007 })
  expect(exchange.orders()).toHaveLength(1)
})

test.each([
  ['is carried out within its window', 4_000, 1],
  ['is refused after its window', 6_000, 0],
])('a late request %s', async (_, ms, count) => {
  const { exchange, clock, post } = await aServer()
  exchange.fault({ ...ROUTE, effect: { kind: 'late', ms } })

  await expect(post()).rejects.toThrow('fetch failed')
  expect(exchange.orders()).toHaveLength(0)
  clock.advance(ms)

  expect(exchange.orders()).toHaveLength(count)
})

test('latency and delays hold an answer back, and stop lets it go', async () => {
  const { exchange, clock } = anExchange()
  exchange.setLatency(100)
  exchange.fault({ path: '/api/v3/ping', effect: { kind: 'delay', ms: 900 } })

  const first = exchange.app.request('/api/v3/ping')
  await settled()
  clock.advance(100)
  await settled()
  expect(exchange.requests()).toEqual([])
  clock.advance(900)
  expect((await first).status).toBe(200)

  const second = exchange.app.request('/api/v3/ping')
  await settled()
  exchange.stop()
  expect((await second).status).toBe(200)
  expect(clock.waiting).toBe(0)
})

test('a hanging body has its headers and its first half', async () => {
  const { exchange, origin } = await aServer()
  exchange.fault({ path: '/api/v3/time', effect: { kind: 'hang-body' } })

  const response = await fetch(`${origin}/api/v3/time`)
  const reader = response.body?.getReader()
  const part = await reader?.read()
  await reader?.cancel()

  expect(response.status).toBe(200)
  expect(Buffer.from(part?.value ?? []).toString()).toMatch(/^\{"serverTime?/)
})

test('a fault may be for one key only', async () => {
  const { exchange, key, clock } = await aServer()
  const other = exchange.createKey()
  const path = '/api/v3/account'
  exchange.fault({
    path,
    apiKey: other.apiKey,
    effect: { kind: 'status', status: 500, body: '{}' },
  })

  const [mine] = await send(exchange, { path, key, at: clock.now() })
  const [theirs] = await send(exchange, { path, key: other, at: clock.now() })

  expect([mine, theirs]).toEqual([200, 500])
})

test('a fault may be for one market only, and last until it is called off', async () => {
  const { exchange, key, clock } = await aServer()
  const unknown = { kind: 'status', status: 504, body: '{"code":-1007,"msg":"Timeout"}' } as const
  const end = exchange.fault({ symbol: 'ETH/USDT', times: Infinity, effect: unknown })
  const ask = async (path: string, symbol: string) => {
    const call: Call = { path: `/api/v3/${path}`, params: { symbol }, key, at: clock.now() }
    return (await send(exchange, call))[0]
  }

  const during = [
    await ask('openOrders', 'ETHUSDT'),
    await ask('openOrders', 'BTCUSDT'),
    await ask('myTrades', 'ETHUSDT'),
    await ask('depth', 'ETHUSDT'),
  ]
  end()

  expect(during).toEqual([504, 200, 504, 504])
  expect(await ask('openOrders', 'ETHUSDT')).toBe(200)
})

test('a list may come with rows that nobody can read', async () => {
  const { exchange, key, clock, post } = await aServer()
  await post()
  const path = '/api/v3/openOrders'
  exchange.fault({ path, effect: { kind: 'more-rows', rows: [null, { orderId: 'x' }] } })

  const answer = await send(exchange, { path, key, at: clock.now() })

  expect(answer).toMatchObject([200, [null, { orderId: 'x' }, { symbol: 'BTCUSDT' }]])
})

test('a ban answers everything with 418 and the seconds that are left', async () => {
  const { exchange, clock } = anExchange()
  exchange.ban(7_200)
  clock.advance(1_200_000)

  const during = await exchange.app.request('/api/v3/time')
  clock.advance(6_000_000)
  const after = await exchange.app.request('/api/v3/time')

  expect([during.status, during.headers.get('retry-after')]).toEqual([418, '6000'])
  expect(await during.json()).toMatchObject({ code: -1003 })
  expect(after.status).toBe(200)
})

test('a connection cannot be cut where there is none', async () => {
  const { exchange } = anExchange()
  exchange.fault({ path: '/api/v3/ping', effect: { kind: 'drop' } })

  await expect(async () => exchange.app.request('/api/v3/ping')).rejects.toThrow('Cannot cut')
})

test('maintenance answers everything with a page of HTML', async () => {
  const { exchange } = anExchange()
  exchange.setMaintenance(true)

  const response = await exchange.app.request('/api/v3/ping')

  expect(response.status).toBe(503)
  expect(await response.text()).toContain('<html>')
})

/** Lets what was promised so far happen. */
async function settled(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
}
