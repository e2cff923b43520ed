import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Db, Trx } from '../db/schema.ts'
import { LANES, type Lane, type Queue, type Wake, type Work, type WorkOptions } from './queue.ts'
import { FAR, FIRST, findNextDue, putWake } from './wake-rows.ts'
import { WorkLoop, type Claim, type Shelf } from './work-loop.ts'

interface Taken extends Claim {
  serialKey: string
  seq: number
}

/**
 * The queue for SQLite, where exactly one process works: claims need no lease, because a claim
 * found at start belongs to a process that is gone.
 */
export class SqliteQueue implements Queue, Shelf<Taken> {
  readonly #db: Db
  readonly #clock: Clock
  readonly #loop: WorkLoop<Taken>
  readonly #busy = new Set<string>()

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#loop = new WorkLoop(this, { clock, log })
  }

  async wake(trx: Trx, wake: Wake): Promise<void> {
    const runAt = (wake.at ?? this.#clock.now()).toISOString()
    await putWake(trx, wake, { runAt, home: 0 })
  }

  nudge(): void {
    this.#loop.nudge()
  }

  work(lane: Lane, options: WorkOptions, work: Work): void {
    this.#loop.work(lane, options, work)
  }

  async start(): Promise<void> {
    await this.#db
      .updateTable('wake')
      .set({ claimed: 0, run_at: FIRST })
      .where('claimed', '=', 1)
      .execute()
    this.#loop.start()
  }

  isAlive(): boolean {
    return this.#loop.isAlive()
  }

  stop(graceMs: number): Promise<void> {
    return this.#loop.stop(graceMs)
  }

  /** Mostly there is none: one question instead of one for each lane. */
  async lanesDue(now: Date): Promise<readonly Lane[]> {
    const rows = await this.#due(now).select('lane').groupBy('lane').execute()
    const due = new Set(rows.map(({ lane }) => lane))
    return LANES.filter((lane) => due.has(lane))
  }

  async take(lane: Lane, _most: number, now: Date): Promise<Taken[]> {
    const due = this.#due(now)
      .select('id')
      .where('lane', '=', lane)
      .orderBy('run_at')
      .orderBy('id')
      .limit(1)
    const row = await this.#db
      .updateTable('wake')
      .set({ claimed: 1, run_at: FAR })
      .where('lane', '=', lane)
      .where('id', '=', due)
      .returning(['id', 'serial_key', 'seq', 'tries'])
      .executeTakeFirst()
    if (row === undefined) return []
    this.#busy.add(row.serial_key)
    return [{ id: row.id, serialKey: row.serial_key, seq: row.seq, tries: row.tries }]
  }

  /** Wakes whose moment has come, and whose serial key nobody is working on. */
  #due(now: Date) {
    return this.#db
      .selectFrom('wake')
      .where('run_at', '<=', now.toISOString())
      .where('claimed', '=', 0)
      .$if(this.#busy.size > 0, (query) => query.where('serial_key', 'not in', [...this.#busy]))
  }

  async finish(lane: Lane, { id, serialKey, seq }: Taken): Promise<void> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('wake')
      .where('lane', '=', lane)
      .where('id', '=', id)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (numDeletedRows === 0n) {
      await this.#db
        .updateTable('wake')
        .set({ claimed: 0, tries: 0 })
        .where('lane', '=', lane)
        .where('id', '=', id)
        .execute()
    }
    this.#busy.delete(serialKey)
  }

  async release(lane: Lane, taken: Taken): Promise<void> {
    await this.#putBack(lane, taken, { run_at: FIRST })
  }

  async putBack(lane: Lane, taken: Taken, until: Date): Promise<void> {
    await this.#putBack(lane, taken, { run_at: until.toISOString(), tries: taken.tries + 1 })
  }

  async #putBack(
    lane: Lane,
    { id, serialKey }: Taken,
    as: { run_at: string; tries?: number },
  ): Promise<void> {
    await this.#db
      .updateTable('wake')
      .set({ claimed: 0, ...as })
      .where('lane', '=', lane)
      .where('id', '=', id)
      .execute()
    this.#busy.delete(serialKey)
  }

  nextDue(after: Date): Promise<Date | undefined> {
    return findNextDue(this.#db, after)
  }
}
