import { Hono } from 'hono'
import type { Clock } from '../lib/clock.ts'
import { within } from '../lib/sleep.ts'
import { isMigrated } from '../db/migrate.ts'
import type { Db } from '../db/schema.ts'
import type { Queue } from '../queue/queue.ts'
import { listHostStandstills } from '../sagas/standstill-repo.ts'

/** What has to work for Undock to work. Undefined: not there yet, or not any more. */
export interface Vitals {
  db: Db | undefined
  queue: Queue | undefined
  /** Whether the vault key was found to be the one that sealed the keys. */
  vaultChecked: boolean
  /** Whether Telegram answers. */
  telegramWorks: () => boolean
}

const PATIENCE_MS = 2_000

/**
 * `/healthz`: the process is alive. `/readyz`: it can work; 503 names the part that can't. Nothing
 * outside of the machine is asked. Without Telegram bots and exits still go on, and an exchange that is
 * down is no fault of this process: both are only a degradation.
 */
export function healthRoutes(clock: Clock, vitals: Readonly<Vitals>): Hono {
  return new Hono()
    .get('/healthz', (c) => c.text('ok'))
    .get('/readyz', async (c) => {
      const parts = {
        database: (await within(clock, PATIENCE_MS, answers(vitals.db))) ?? false,
        vault: vitals.vaultChecked,
        queue: vitals.queue?.isAlive() ?? false,
      }
      const ready = Object.values(parts).every(Boolean)
      const telegram = vitals.telegramWorks()
      const late = (await within(clock, PATIENCE_MS, standstills(vitals.db))) ?? []
      const degraded = !telegram || late.length > 0
      return c.json({ ready, degraded, ...parts, telegram, standstills: late }, ready ? 200 : 503)
    })
}

/** Work that stands still, e.g. `binance: unreachable`. */
async function standstills(db: Db | undefined): Promise<string[]> {
  if (db === undefined) return []
  try {
    return (await listHostStandstills(db)).map(({ exchange, cause }) => `${exchange}: ${cause}`)
  } catch {
    // The database is reported on its own.
    return []
  }
}

async function answers(db: Db | undefined): Promise<boolean> {
  if (db === undefined) return false
  try {
    return await isMigrated(db)
  } catch {
    // Whatever is wrong with it, it does not answer.
    return false
  }
}
