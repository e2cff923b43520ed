import { sql } from 'kysely'
import type { Db, Trx } from '../db/schema.ts'
import { repeatOnConflict } from '../db/transact.ts'
import type { Deliveries, Delivery } from './deliveries.ts'
import { callOthers, handOverDue } from './hand-over.ts'
import { LANES, type Lane } from './queue.ts'
import { FAR, FIRST, findNextDue } from './wake-rows.ts'
import type { Claim, Shelf } from './work-loop.ts'

/** One process at a time fetches: two that win one serial key would both lose their whole catch. */
const FETCH_LOCK = 20_260_102

export interface Taken extends Claim {
  seq: number
  delivery: Delivery
}

/**
 * What is to be done, shared by all processes. The table `wake` says what and when; a delivery of
 * pg-boss says who: its holder alone works on a serial key, and takes the first due row of it.
 */
export class PostgresShelf implements Shelf<Taken> {
  readonly #db: Db
  readonly #deliveries: Deliveries
  readonly #instance: number
  readonly #held = new Map<Taken, Lane>()

  constructor(db: Db, deliveries: Deliveries, instance: number) {
    this.#db = db
    this.#deliveries = deliveries
    this.#instance = instance
  }

  async lanesDue(now: Date): Promise<readonly Lane[]> {
    await handOverDue(this.#db, this.#deliveries, now)
    const rows = await this.#db
      .selectFrom('wake')
      .select('lane')
      .distinct()
      .where('claimed', '=', 1)
      .where('owner', '=', 0)
      .execute()
    return LANES.filter((lane) => rows.some((row) => row.lane === lane))
  }

  async take(lane: Lane, most: number): Promise<Taken[]> {
    if (!(await this.#hasWork(lane))) return []
    const taken = await this.#alone(async (trx) => {
      await sql`select pg_advisory_xact_lock(${FETCH_LOCK})`.execute(trx)
      for (;;) {
        const deliveries = await this.#fetch(trx, lane, most)
        if (deliveries.length === 0) return []
        const claimed: Taken[] = []
        for (const delivery of deliveries) {
          const one = await this.#claim(trx, lane, delivery)
          if (one !== undefined) claimed.push(one)
        }
        if (claimed.length > 0) return claimed
      }
    })
    for (const one of taken) this.#held.set(one, lane)
    return taken
  }

  /** Whoever wakes several at once may lock them in another order. */
  #alone<T>(change: (trx: Trx) => Promise<T>): Promise<T> {
    return repeatOnConflict(() => this.#db.transaction().execute(change))
  }

  async #hasWork(lane: Lane): Promise<boolean> {
    const row = await this.#db
      .selectFrom('wake')
      .select('id')
      .where('lane', '=', lane)
      .where('claimed', '=', 1)
      .where('owner', '=', 0)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  async #fetch(trx: Trx, lane: Lane, most: number): Promise<Delivery[]> {
    // Nothing but updates is ever for one process alone.
    const mine =
      lane === 'update' ? await this.#deliveries.fetch(trx, lane, most, this.#instance) : []
    if (mine.length === most) return mine
    return [...mine, ...(await this.#deliveries.fetch(trx, lane, most - mine.length, 0))]
  }

  /** The first due row of the delivery's serial key; undefined when there is none for this process. */
  async #claim(trx: Trx, lane: Lane, delivery: Delivery): Promise<Taken | undefined> {
    const waiting = trx
      .selectFrom('wake')
      .select(['id', 'home'])
      .where('serial_key', '=', delivery.serialKey)
      .where('lane', '=', lane)
      .where('claimed', '=', 1)
      .where('owner', '=', 0)
      .orderBy('run_at')
      .orderBy('id')
    const first = await waiting.limit(1).executeTakeFirst()
    if (first === undefined || (first.home !== 0 && first.home !== this.#instance)) {
      await this.#deliveries.end(trx, lane, delivery)
      // Only one process can do it, and what stands behind it waits: the delivery goes on to that one.
      if (first !== undefined) await this.#sendOn(trx, lane, delivery, first.home)
      return undefined
    }
    const row = await trx
      .updateTable('wake')
      .set({ owner: this.#instance, job: nameOf(delivery), run_at: FAR })
      .where('lane', '=', lane)
      .where('id', '=', first.id)
      .returning(['id', 'seq', 'tries'])
      .executeTakeFirstOrThrow()
    return { ...row, delivery }
  }

  async #sendOn(trx: Trx, lane: Lane, { serialKey }: Delivery, home: number): Promise<void> {
    await this.#deliveries.send(trx, lane, [{ serialKey, home }])
    await callOthers(trx)
  }

  async finish(lane: Lane, taken: Taken): Promise<void> {
    await this.#end(lane, taken, async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('wake')
        .where('lane', '=', lane)
        .where('id', '=', taken.id)
        .where('job', '=', nameOf(taken.delivery))
        .where('seq', '=', taken.seq)
        .executeTakeFirst()
      if (numDeletedRows === 0n) await letGo(trx, lane, taken, { tries: 0 })
    })
  }

  async release(lane: Lane, taken: Taken): Promise<void> {
    await this.#end(lane, taken, (trx) => letGo(trx, lane, taken, { run_at: FIRST }))
  }

  async putBack(lane: Lane, taken: Taken, until: Date): Promise<void> {
    const later = { tries: taken.tries + 1, run_at: until.toISOString() }
    await this.#end(lane, taken, (trx) => letGo(trx, lane, taken, later))
  }

  nextDue(after: Date): Promise<Date | undefined> {
    return findNextDue(this.#db, after)
  }

  /** Says of all that this process holds that it is still worked on. */
  async beat(): Promise<void> {
    for (const lane of LANES) {
      const held = [...this.#held].filter(([, of]) => of === lane)
      await this.#deliveries.beat(
        lane,
        held.map(([{ delivery }]) => delivery),
      )
    }
  }

  /** Records how it ended, and gives the serial key to whoever waits for it. */
  async #end(lane: Lane, taken: Taken, record: (trx: Trx) => Promise<void>): Promise<void> {
    await this.#alone(async (trx) => {
      await record(trx)
      await this.#deliveries.end(trx, lane, taken.delivery)
      const behind = await trx
        .selectFrom('wake')
        .select('id')
        .where('serial_key', '=', taken.delivery.serialKey)
        .where('owner', '=', 0)
        .limit(1)
        .executeTakeFirst()
      if (behind !== undefined) await callOthers(trx)
    })
    this.#held.delete(taken)
  }
}

/** Not ours any more: whoever took it over has another delivery in its place, and that one stays. */
async function letGo(
  trx: Trx,
  lane: Lane,
  { id, delivery }: Taken,
  as: { tries?: number; run_at?: string },
): Promise<void> {
  await trx
    .updateTable('wake')
    .set({ claimed: 0, owner: 0, job: null, ...as })
    .where('lane', '=', lane)
    .where('id', '=', id)
    .where('job', '=', nameOf(delivery))
    .execute()
}

function nameOf({ id, retryCount }: Delivery): string {
  return `${id}:${retryCount}`
}
