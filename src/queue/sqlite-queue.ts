import { sql } from 'kysely'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Db, Trx } from '../db/schema.ts'
import { transact } from '../db/transact.ts'
import { LANES, type Lane, type Queue, type Wake, type Work, type WorkOptions } from './queue.ts'
import { FIRST, findNextDue } from './wake-rows.ts'
import { WorkLoop, type Claim, type Shelf } from './work-loop.ts'

interface Taken extends Claim {
  serialKey: string
  seq: number
}

/**
 * The queue for SQLite, where exactly one process works: what is taken is known in memory alone, and
 * is due again at the next start, should this process end before it is done.
 */
export class SqliteQueue implements Queue, Shelf<Taken> {
  readonly #db: Db
  readonly #clock: Clock
  readonly #loop: WorkLoop<Taken>
  /** What is being worked on, by its serial key. */
  readonly #taken = new Map<string, Taken & { lane: Lane }>()

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#loop = new WorkLoop(this, { clock, log })
  }

  async wake(trx: Trx, { lane, id, serialKey, at }: Wake): Promise<void> {
    const runAt = (at ?? this.#clock.now()).toISOString()
    const taken = this.#taken.get(serialKey)
    const takenSeq = taken?.lane === lane && taken.id === id ? taken.seq : -1
    const fresh = { seq: 0, claimed: 0, tries: 0, home: 0, owner: 0, job: null }
    await trx
      .insertInto('wake')
      .values({ lane, id, serial_key: serialKey, run_at: runAt, ...fresh })
      .onConflict((conflict) =>
        conflict.columns(['lane', 'id']).doUpdateSet((eb) => ({
          // The moment at which it was taken says nothing of when it is wanted again.
          run_at: sql<string>`case
            when ${eb.ref('wake.seq')} = ${takenSeq} or ${eb.ref('wake.run_at')} > ${runAt}
            then ${runAt} else ${eb.ref('wake.run_at')} end`,
          seq: eb('wake.seq', '+', 1),
        })),
      )
      .execute()
  }

  nudge(): void {
    this.#loop.nudge()
  }

  work(lane: Lane, options: WorkOptions, work: Work): void {
    this.#loop.work(lane, options, work)
  }

  async start(): Promise<void> {
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

  async take(lane: Lane, most: number, now: Date): Promise<Taken[]> {
    const rows = await this.#due(now)
      .select(['id', 'serial_key', 'seq', 'tries'])
      .where('lane', '=', lane)
      .orderBy('run_at')
      .orderBy('id')
      .limit(most)
      .execute()
    const taken: Taken[] = []
    for (const { id, serial_key: serialKey, seq, tries } of rows) {
      if (this.#taken.has(serialKey)) continue
      const one = { id, serialKey, seq, tries }
      this.#taken.set(serialKey, { ...one, lane })
      taken.push(one)
    }
    return taken
  }

  /** Wakes whose moment has come, and whose serial key nobody is working on. */
  #due(now: Date) {
    const busy = [...this.#taken.keys()]
    return this.#db
      .selectFrom('wake')
      .where('run_at', '<=', now.toISOString())
      .$if(busy.length > 0, (query) => query.where('serial_key', 'not in', busy))
  }

  async finish(lane: Lane, { id, serialKey, seq }: Taken): Promise<void> {
    await transact(this.#db, async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('wake')
        .where('lane', '=', lane)
        .where('id', '=', id)
        .where('seq', '=', seq)
        .executeTakeFirst()
      if (numDeletedRows === 0n) await this.#putAs(trx, lane, id, { tries: 0 })
    })
    this.#taken.delete(serialKey)
  }

  async release(lane: Lane, { id, serialKey }: Taken): Promise<void> {
    await transact(this.#db, (trx) => this.#putAs(trx, lane, id, { run_at: FIRST }))
    this.#taken.delete(serialKey)
  }

  async putBack(lane: Lane, { id, serialKey, tries }: Taken, until: Date): Promise<void> {
    const later = { run_at: until.toISOString(), tries: tries + 1 }
    await transact(this.#db, (trx) => this.#putAs(trx, lane, id, later))
    this.#taken.delete(serialKey)
  }

  async #putAs(
    trx: Trx,
    lane: Lane,
    id: string,
    as: { run_at?: string; tries?: number },
  ): Promise<void> {
    await trx.updateTable('wake').set(as).where('lane', '=', lane).where('id', '=', id).execute()
  }

  nextDue(after: Date): Promise<Date | undefined> {
    return findNextDue(this.#db, after)
  }
}
