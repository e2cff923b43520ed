import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/lib/clock.ts'
import { createLog, type Log } from '../../src/lib/log.ts'
import type { Db } from '../../src/db/schema.ts'
import { commit } from '../../src/queue/core.ts'
import type { Lane, Queue, Wake } from '../../src/queue/queue.ts'
import { FAR } from '../../src/queue/wake-rows.ts'
import { HandClock } from '../exchange/hand-clock.ts'

/** One driver: an empty database, and processes that work on it. */
export type QueueDriver = () => Promise<{
  db: Db
  openProcess: (clock: Clock, log: Log) => Promise<Process>
}>

/** A queue as one process has it. */
interface Process {
  queue: Queue
  /** It is gone, and what it was doing is not done. */
  die: () => Promise<void>
  /** It ends as it should. */
  close: () => Promise<void>
}

export interface QueueStage {
  db: Db
  clock: HandClock
  queue: Queue
  /** Events of the log. */
  events: string[]
  /** Commits wake-ups, then nudges. */
  wake: (...wakes: readonly (Partial<Wake> & { id: string })[]) => Promise<void>
  /** Work that notes what it was given. */
  note: (lane?: Lane, concurrency?: number) => Notes
  /** Another process on the same database. */
  another: () => Promise<Queue>
  /** The first process is gone. */
  die: () => Promise<void>
  /** Waits until nothing is being worked on. */
  idle: () => Promise<void>
}

export interface Notes {
  ids: string[]
  /** Waits until so many were given. */
  reach: (count: number) => Promise<void>
}

/** Opens a database with one process on it; everything ends with the test. */
export async function openStage(driver: QueueDriver, clock = new HandClock()): Promise<QueueStage> {
  const events: string[] = []
  const log = createLog(
    'info',
    () => clock.now(),
    (line) => events.push((JSON.parse(line) as { event: string }).event),
  )
  const { db, openProcess } = await driver()
  const open = async () => {
    const process = await openProcess(clock, log)
    onTestFinished(async () => {
      const stopped = process.queue.stop(1)
      clock.advance(1)
      await stopped
      await process.close()
    })
    return process
  }
  const { queue, die } = await open()
  return {
    db,
    clock,
    queue,
    events,
    die,
    wake: (...wakes) =>
      commit({ db, queue }, async (trx) => {
        for (const one of wakes) await queue.wake(trx, { lane: 'saga', serialKey: one.id, ...one })
      }),
    note: (lane = 'saga', concurrency = 4) => noteWork(queue, lane, concurrency),
    another: async () => (await open()).queue,
    async idle() {
      const claimed = db.selectFrom('wake').select('id').where('run_at', '=', FAR).limit(1)
      while ((await claimed.executeTakeFirst()) !== undefined) await macrotask(1)
    },
  }
}

/** Work that notes what it was given. */
export function noteWork(queue: Queue, lane: Lane, concurrency: number): Notes {
  const ids: string[] = []
  let check = (): void => undefined
  queue.work(lane, { concurrency }, async (id) => {
    ids.push(id)
    check()
  })
  return {
    ids,
    reach: (count) =>
      new Promise((resolve) => {
        check = () => {
          if (ids.length >= count) resolve()
        }
        check()
      }),
  }
}

/** Lets everything go on that does not wait for a clock or a database. */
export async function macrotask(times = 20): Promise<void> {
  for (let i = 0; i < times; i += 1) await new Promise((resolve) => setImmediate(resolve))
}
