import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createApp } from '../../src/app.ts'
import { openSqlite } from '../../src/db/open.ts'
import type { Db } from '../../src/db/schema.ts'
import { transact } from '../../src/db/transact.ts'
import { Vault } from '../../src/keys/vault.ts'
import { queueCheck } from '../../src/keys/watch.ts'
import { addSeconds } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { SqliteQueue } from '../../src/queue/sqlite-queue.ts'
import { emptyFolder } from '../support/scratch.ts'
import { TestClock } from '../support/test-clock.ts'
import { linkIdleKeys, prepareDatabase } from './idle-keys.ts'
import { benchConfig, NEVER, TOKEN } from './bench-config.ts'
import { startOutside } from './outside-process.ts'
import { print } from './report.ts'

const KEYS = 50_000
const CREDENTIALS = 2_000
const PROBED = 10_000
/** Linked and probed before the memory is looked at first: what a process takes to work is no key's. */
const WARM_UP = 4_000
const INSTANCES = 40

/**
 * What 50,000 linked keys without a bot cost a process that watches them, in a real SQLite file: the
 * first 10,000 are probed by the watch over HTTP, one after the other. Beside it, one instance of ccxt.
 */
export async function benchMemory(): Promise<void> {
  const clock = new TestClock()
  const outside = await startOutside(TOKEN, CREDENTIALS)
  const folder = emptyFolder()
  const config = benchConfig(outside, join(folder, 'undock.db'))
  await prepareDatabase(config)
  let db: Db | undefined
  const app = createApp(config, {
    clock,
    async openDatabase() {
      const database = openSqlite(join(folder, 'undock.db'))
      db = database.db
      return database
    },
  })
  await app.start()
  if (db === undefined) throw new Error('Undock did not open its database')
  const stage = { db, vault: new Vault(config.vaultKey), now: clock.now() }
  const log = createLog(
    'error',
    () => clock.now(),
    () => undefined,
  )
  const queue = new SqliteQueue(db, clock, log)
  /** Gives the CPU, in milliseconds, that the probes took. */
  const link = async (count: number, probed: number): Promise<number> => {
    const of = { exchange: 'binance', credentials: outside.keys, count } as const
    const ids = await linkIdleKeys(stage, of)
    const before = (await outside.advance(0))[PROBE] ?? 0
    const later = addSeconds(clock.now(), NEVER)
    await transact(stage.db, async (trx) => {
      for (const [i, id] of ids.entries()) {
        await queueCheck(trx, { queue }, id, i < probed ? undefined : later)
      }
    })
    const cpu = process.cpuUsage()
    for (let done = 0; done < probed;) {
      clock.advance(1)
      await new Promise((resolve) => setTimeout(resolve, 20))
      done = ((await outside.advance(1))[PROBE] ?? 0) - before
    }
    const { user, system } = process.cpuUsage(cpu)
    return (user + system) / 1000
  }

  await link(WARM_UP, WARM_UP)
  const before = await memory()
  const cpuMs = await link(KEYS, PROBED)
  const after = await memory()
  await app.stop()
  await outside.stop()
  rmSync(folder, { recursive: true })
  const instance = await ccxtInstance()

  const heap = after.heap - before.heap
  const rss = after.rss - before.rss
  // Less than nothing is what the collector and the allocator gave back meanwhile.
  const perKey = Math.max(heap / KEYS, rss / KEYS, 1)
  print(`${KEYS} linked idle keys, ${PROBED} of them probed`, [
    {
      'heap grew by, KiB': Math.round(heap / 1024),
      'RSS grew by, KiB': Math.round(rss / 1024),
      'bytes per key, of the larger (4096)': Math.round(perKey),
      'a ccxt instance, bytes': Math.round(instance),
      'a ccxt instance ÷ a key (150)': Math.round(instance / perKey),
      'CPU ms per probe': (cpuMs / PROBED).toFixed(2),
    },
  ])
}

const PROBE = '/sapi/v1/account/apiRestrictions'

/** What ccxt itself takes for one key. */
async function ccxtInstance(): Promise<number> {
  const { default: ccxt } = await import('ccxt')
  const make = () => new ccxt.binance({ apiKey: 'a-key', secret: 'a-secret' })
  make()
  const before = await memory()
  const kept = Array.from({ length: INSTANCES }, make)
  const after = await memory()
  return (after.heap - before.heap) / kept.length
}

async function memory(): Promise<{ heap: number; rss: number }> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let i = 0; i < 5; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    collect()
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed + external, rss }
}
