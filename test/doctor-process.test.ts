import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listen, type Listening } from '../src/lib/listen.ts'
import { Secret } from '../src/lib/secret.ts'
import { holdBitcoin } from './support/exits.ts'
import { linkKey } from './support/journey.ts'
import { startNode } from './support/process.ts'
import { scratchFolder } from './support/scratch.ts'
import { openWorld, TOKEN, type World } from './support/world.ts'

const DOCTOR = fileURLToPath(new URL('../src/doctor.ts', import.meta.url))
const VAULT_KEY = randomBytes(32).toString('base64')

let world: World
let server: Listening
beforeEach(async () => {
  world = await openWorld({ vaultKey: new Secret(VAULT_KEY), botTickSeconds: 0.3 })
  server = await listen(new Hono().route('/', world.app.http), '127.0.0.1', 0)
})
afterEach(async () => {
  await server.close()
  await world.close()
})

/** What the doctor says, from a process of its own, while Undock runs. */
async function examine(env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await startNode([DOCTOR], {
    cwd: scratchFolder(),
    env: {
      ...world.environment,
      ALLOWED_USERS: '*',
      VAULT_KEY,
      EGRESS_IPS: '203.0.113.7',
      PORT: String(server.port),
      ...env,
    },
  }).ended()
  expect(stderr).toBe('')
  return { code, text: stdout, looks: stdout.match(/^ {2}LOOK .*$/gm) ?? [] }
}

test('the doctor finds all well while Undock runs, and ends with 0', async () => {
  await linkKey(world)
  await holdBitcoin(world)

  const { code, text, looks } = await examine()

  expect(looks).toEqual([])
  expect(code).toBe(0)
  for (const said of [
    /VAULT_KEY +set$/m,
    /ok {3}database file: whole/,
    /ok {3}journal: wal/,
    /ok {3}migrations: as this version wants it/,
    /ok {3}disk: [\d.]+ MiB of data, [\d.]+ MiB free/,
    /ok {3}vault: VAULT_KEY is the one that sealed the keys/,
    /ok {3}oldest open saga: none/,
    /ok {3}clock against Binance: \d+ ms (ahead|behind)/,
    /ok {3}egress address: EGRESS_IPS says 203\.0\.113\.7/,
    /ok {3}Telegram: knows the bot as @undock_bot/,
    /ok {3}updates: by polling/,
    /ok {3}Undock itself: runs and is ready/,
    /All is well\.$/m,
  ]) {
    expect(text).toMatch(said)
  }
  expect(text).not.toContain(TOKEN)
  expect(text).not.toContain(VAULT_KEY)
})

test('the doctor gives each trouble with its cure, and ends with 1', async () => {
  const { code, text, looks } = await examine({
    VAULT_KEY: randomBytes(32).toString('base64'),
    EGRESS_IPS: '',
    EXCHANGE_ORIGINS: '{"binance":"http://127.0.0.1:9"}',
    PUBLIC_URL: 'https://undock.example.org',
    BOT_TOKEN: TOKEN,
  })

  expect(code).toBe(1)
  expect(looks.map((line) => /LOOK ([^:]+):/.exec(line)?.[1])).toEqual([
    'vault',
    'clock against Binance',
    'egress address',
    'updates',
  ])
  expect(text.match(/^ {7}→ .+$/gm)).toHaveLength(4)
  expect(text).toMatch(/4 of these want a look\.$/m)
})

test('the doctor says that Telegram does not know the token, and never prints it', async () => {
  const other = '1000000:another-token-that-nobody-has-given-us'

  const { code, text } = await examine({ BOT_TOKEN: other })

  expect(code).toBe(1)
  expect(text).toContain('LOOK Telegram: does not know the token')
  expect(text).not.toContain(other)
})

test('the doctor says that there is no database, and makes none', async () => {
  const { code, text } = await examine({ DATABASE_URL: 'sqlite:./none.db' })

  expect(code).toBe(1)
  expect(text).toContain('LOOK database: Cannot open ./none.db: there is no such file')
})

test('the doctor gives the faults of the settings', async () => {
  const { code, text } = await examine({ PORT: 'abc', ALLOWED_USERS: '' })

  expect(code).toBe(1)
  expect(text).toMatch(/^- ALLOWED_USERS: .+$/m)
  expect(text).toMatch(/^- PORT: .+$/m)
})
