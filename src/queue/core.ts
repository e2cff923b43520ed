import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Db, Trx } from '../db/schema.ts'
import { transact } from '../db/transact.ts'
import type { Queue } from './queue.ts'

/** What every part of Undock that changes something works with. */
export interface Core {
  db: Db
  queue: Queue
  clock: Clock
  log: Log
}

/** Runs `change` in one transaction, then wakes whatever it queued. */
export async function commit<T>(
  { db, queue }: Pick<Core, 'db' | 'queue'>,
  change: (trx: Trx) => Promise<T>,
): Promise<T> {
  const result = await transact(db, change)
  queue.nudge()
  return result
}
