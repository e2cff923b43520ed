import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite } from '../../src/db/open.ts'
import { DIALECTS } from '../../src/exchange/adapters/registry.ts'
import { Vault } from '../../src/keys/vault.ts'
import { Secret } from '../../src/lib/secret.ts'
import { emptyFolder } from '../support/scratch.ts'
import { openWorld } from '../support/world.ts'
import { linkIdleKeys, prepareDatabase } from './idle-keys.ts'
import { print } from './report.ts'

const KEYS = 600
const WARM_MINUTES = 3
const MINUTES = 20
const STEP_SECONDS = 0.5
const STEP_MS = 12

/**
 * More keys than Bitfinex lets an address ask about: 600 keys each 240 s are 150 probes a minute, and
 * of its 90 requests a minute routine work may use 45. The exchange is a server that counts, time is virtual.
 */
export async function benchProbes(): Promise<void> {
  const asked: Date[] = []
  let now = () => new Date()
  const server = createServer((request, response) => {
    if (request.url?.includes('permissions')) asked.push(now())
    request.resume()
    response.end(JSON.stringify(['account', 'orders', 'wallets'].map((scope) => [scope, 1, 1])))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined

  const folder = emptyFolder()
  const path = join(folder, 'undock.db')
  const vaultKey = new Secret(randomBytes(32).toString('base64'))
  const database = { kind: 'sqlite', path } as const
  await prepareDatabase({ database })
  const opened = openSqlite(path)
  await linkIdleKeys(
    { db: opened.db, vault: new Vault(vaultKey), now: new Date() },
    {
      exchange: 'bitfinex',
      count: KEYS,
      credentials: Array.from({ length: KEYS }, (_, i) => ({
        apiKey: `a-key-${i}`,
        secret: `a-secret-${i}`,
      })),
    },
  )
  await opened.close()
  const world = await openWorld({
    database,
    vaultKey,
    exchangeOrigins: { bitfinex: `http://127.0.0.1:${port}` },
    logLevel: 'error',
  })
  now = world.clock.now
  const pass = async (minutes: number) => {
    for (let seconds = 0; seconds < minutes * 60; seconds += STEP_SECONDS) {
      world.clock.advance(STEP_SECONDS)
      await new Promise((resolve) => setTimeout(resolve, STEP_MS))
    }
  }
  await pass(WARM_MINUTES)
  const [before, start] = [asked.length, world.clock.now()]
  await pass(MINUTES)
  const minutes = (world.clock.now().getTime() - start.getTime()) / 60_000
  const done = asked.length - before
  await world.close()
  server.close()
  rmSync(folder, { recursive: true })

  const { weight } = DIALECTS.bitfinex.budgets['ip'] ?? { weight: Number.NaN }
  const allowed = (weight / 2) * minutes
  print(`Probes of ${KEYS} idle keys, ${minutes.toFixed(1)} minutes on end`, [
    {
      done,
      'allowed: half of what Bitfinex lets an address ask': Math.round(allowed),
      'done ÷ allowed (0.95 wanted)': (done / allowed).toFixed(3),
      'most within a minute (90 is its limit)': mostWithin(asked, 60_000),
    },
  ])
}

function mostWithin(moments: readonly Date[], ms: number): number {
  const sorted = moments.map((moment) => moment.getTime()).toSorted((a, b) => a - b)
  let [most, from] = [0, 0]
  for (const [to, at] of sorted.entries()) {
    while ((sorted[from] ?? at) <= at - ms) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}
