import type { Db } from '../db/schema.ts'
import { addSeconds } from '../lib/clock.ts'

/** An exit that stands at one step for longer than an exit should. */
export interface StuckExit {
  id: string
  step: string
  since: Date
}

const STUCK_SECONDS = 600

/** No failed step waits longer of its own: one that does keeps to a moment that the exchange has named. */
const LONGEST_WAIT_SECONDS = 120

/**
 * The exit that has not moved for the longest time, if that is 10 minutes or more. Those that wait for
 * their trader, for an exchange to refuse the key, or for the end of a ban are not stuck.
 */
export async function findStuckExit(db: Db, now: Date): Promise<StuckExit | undefined> {
  const row = await db
    .selectFrom('saga')
    .select(['id', 'step', 'stepped_at', 'created_at'])
    .where('kind', 'in', ['disconnect-key', 'remove-bot'])
    .where('status', '=', 'active')
    .where('step', '!=', 'await-dead')
    .where('run_at', '<=', addSeconds(now, LONGEST_WAIT_SECONDS).toISOString())
    .where(
      (eb) => eb.fn.coalesce('stepped_at', 'created_at'),
      '<=',
      addSeconds(now, -STUCK_SECONDS).toISOString(),
    )
    .orderBy((eb) => eb.fn.coalesce('stepped_at', 'created_at'))
    .limit(1)
    .executeTakeFirst()
  return row && { id: row.id, step: row.step, since: new Date(row.stepped_at ?? row.created_at) }
}
