import type { Clock } from '../lib/clock.ts'
import { closeAll } from '../lib/close-all.ts'
import type { Log } from '../lib/log.ts'
import type { Database } from '../db/database.ts'
import { Presence } from '../db/presence.ts'
import { PostgresQueue } from './postgres-queue.ts'
import type { Queue } from './queue.ts'
import { SqliteQueue } from './sqlite-queue.ts'

/** Which of the processes leads: it alone does what Telegram allows one of them only. */
export interface Leadership {
  readonly leads: boolean
  /** Calls back at each change, and now. */
  onLeadership(listener: (leads: boolean) => void): void
}

/** With SQLite there is one process, and it leads. */
const ALONE: Leadership = { leads: true, onLeadership: (listener) => listener(true) }

export interface OpenQueue {
  queue: Queue
  leadership: Leadership
  /** Gives everything back: other processes may do it now. To be called once the queue has stopped. */
  close(): Promise<void>
}

/** The queue that goes with a database, and this process's place among those that share it. */
export async function openQueue(
  { db, postgres }: Database,
  clock: Clock,
  log: Log,
): Promise<OpenQueue> {
  if (postgres === undefined) {
    return {
      queue: new SqliteQueue(db, clock, log),
      leadership: ALONE,
      close: async () => undefined,
    }
  }
  const presence = new Presence(postgres, log)
  try {
    await presence.start()
    const queue = await PostgresQueue.open({ db, postgres, presence, clock, log })
    return {
      queue,
      leadership: presence,
      close: () => closeAll([() => queue.close(), () => presence.close()]),
    }
  } catch (error) {
    await presence.close().catch(() => undefined)
    throw error
  }
}
