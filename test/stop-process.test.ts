import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { listen } from '../src/lib/listen.ts'
import { Secret } from '../src/lib/secret.ts'
import { eventually, holdBitcoin, reachPlan, rows } from './support/exits.ts'
import { linkKey } from './support/journey.ts'
import { startNode, type Child } from './support/process.ts'
import { scratchFolder } from './support/scratch.ts'
import { openWorld, TOKEN, type World } from './support/world.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const VAULT_KEY = randomBytes(32).toString('base64')

let world: World
beforeEach(async () => {
  world = await openWorld({ vaultKey: new Secret(VAULT_KEY), botTickSeconds: 0.3 })
})
afterEach(() => world.close())

/** A door to one side, which can be told to answer nothing any more. */
async function openDoor(app: Hono, hangs: (path: string) => boolean) {
  const hung: string[] = []
  const door = new Hono().all('*', async (c) => {
    if (hangs(c.req.path)) {
      hung.push(c.req.path.split('/').at(-1) ?? '')
      await new Promise(() => undefined)
    }
    return app.fetch(c.req.raw, c.env)
  })
  const server = await listen(door, '127.0.0.1', 0)
  onTestFinished(() => server.close())
  return { origin: `http://127.0.0.1:${server.port}`, hung }
}

async function start(telegram: string, exchange: string, token = TOKEN): Promise<Child> {
  const child = startNode([MAIN], {
    cwd: scratchFolder(),
    env: {
      BOT_TOKEN: token,
      TELEGRAM_API_ROOT: telegram,
      ALLOWED_USERS: '*',
      DATABASE_URL: world.environment['DATABASE_URL'] ?? '',
      VAULT_KEY,
      EXCHANGE_ORIGINS: JSON.stringify({ binance: exchange }),
      PORT: '0',
      BOT_TICK_SECONDS: '1',
      LOG_LEVEL: 'debug',
    },
  })
  return child
}

/** Sends SIGTERM; gives the exit code and the seconds that it took. */
async function terminate(child: Child): Promise<{ code: number | null; seconds: number }> {
  const from = Date.now()
  child.signal('SIGTERM')
  const { code } = await child.ended()
  return { code, seconds: (Date.now() - from) / 1000 }
}

function runMarks(): Promise<unknown[]> {
  return rows(world, "select name from meta where name like 'running:%'")
}

test('SIGTERM ends a quiet process at once and cleanly', async () => {
  await world.app.stop()
  const telegram = await openDoor(world.telegram.app, () => false)
  const exchange = await openDoor(world.exchange.app, () => false)
  const child = await start(telegram.origin, exchange.origin)
  await child.prints('Undock runs on Telegram')
  expect((await runMarks()).length).toBe(1)

  const { code, seconds } = await terminate(child)

  expect(code).toBe(0)
  expect(seconds).toBeLessThan(3)
  expect(await runMarks()).toEqual([])
}, 60_000)

test('SIGTERM ends within 10 seconds an exit whose exchange and Telegram hang, and it goes on at the next start', async () => {
  const { alice } = world
  await linkKey(world)
  await holdBitcoin(world)
  await reachPlan(world)
  await world.app.stop()
  let broken = false
  const telegram = await openDoor(
    world.telegram.app,
    (path) => broken && /(send|edit)\w+$/.test(path),
  )
  const exchange = await openDoor(world.exchange.app, () => broken)
  const child = await start(telegram.origin, exchange.origin)
  await child.prints('Undock runs on Telegram')
  broken = true
  alice.taps('Disconnect now')
  await eventually(() => telegram.hung.length > 0 && exchange.hung.length > 0)

  const { code, seconds } = await terminate(child)

  expect(code).toBe(0)
  expect(seconds).toBeLessThan(10)
  expect(await runMarks()).toEqual([])
  broken = false
  const next = await start(telegram.origin, exchange.origin)
  await alice.until({ screen: 'exit-receipt' }, { seconds: 40 })
  expect(world.exchange.openOrders()).toEqual([])
  expect((await terminate(next)).code).toBe(0)
}, 120_000)

test('SIGTERM ends a process that still waits for Telegram at its start', async () => {
  await world.app.stop()
  const telegram = await openDoor(world.telegram.app, () => true)
  const exchange = await openDoor(world.exchange.app, () => false)
  const child = await start(telegram.origin, exchange.origin)
  await eventually(() => telegram.hung.includes('getMe'))

  const { code, seconds } = await terminate(child)

  expect(code).toBe(0)
  expect(seconds).toBeLessThan(10)
}, 60_000)

test('a signal that comes twice at once is one, and a second one later ends it at once', async () => {
  await world.app.stop()
  let broken = false
  const telegram = await openDoor(
    world.telegram.app,
    (path) => broken && path.endsWith('sendMessage'),
  )
  const exchange = await openDoor(world.exchange.app, () => false)
  const child = await start(telegram.origin, exchange.origin)
  await child.prints('Undock runs on Telegram')
  broken = true
  world.alice.sends('/keys')
  await eventually(() => telegram.hung.length > 0)

  child.signal('SIGINT')
  child.signal('SIGINT')
  const from = Date.now()
  await eventually(() => Date.now() - from > 1_000)
  expect(child.hasEnded()).toBe(false)
  child.signal('SIGINT')
  const { code } = await child.ended()

  expect(code).toBe(1)
  expect((Date.now() - from) / 1000).toBeLessThan(3)
}, 60_000)

test('a start with a token that Telegram does not know says so, and leaves no trace of a crash', async () => {
  await world.app.stop()
  const telegram = await openDoor(world.telegram.app, () => false)
  const exchange = await openDoor(world.exchange.app, () => false)
  const child = await start(
    telegram.origin,
    exchange.origin,
    '1000000:another-token-that-nobody-has-given-us',
  )

  const { code, stderr } = await child.ended()

  expect(code).toBe(78)
  expect(stderr).toContain('BOT_TOKEN: Telegram does not know this token')
  expect(stderr).not.toContain('another-token')
  expect(await runMarks()).toEqual([])
}, 60_000)
