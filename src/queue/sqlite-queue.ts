import { sql } from 'kysely'
import { addSeconds, type Clock } from '../lib/clock.ts'
import { errorFields, type Log } from '../lib/log.ts'
import type { Db, Trx } from '../db/schema.ts'
import { LANES, type Lane, type Queue, type Wake, type Work } from './queue.ts'

/** Claimed work sorts behind everything; a wake meanwhile brings it forward again. */
const FAR = '9999-12-31T00:00:00.000Z'
/** Longest time between two looks, should a nudge be lost. */
const LOOK_SECONDS = 30
const LONGEST_RETRY_SECONDS = 300

interface Claim {
  id: string
  serialKey: string
  seq: number
  tries: number
}

interface Worker {
  concurrency: number
  running: number
  work: Work
}

/**
 * The queue for SQLite, where exactly one process works: claims need no lease, because a claim
 * found at start belongs to a process that is gone.
 */
export class SqliteQueue implements Queue {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #workers = new Map<Lane, Worker>()
  readonly #busy = new Set<string>()
  readonly #underWay = new Set<Promise<void>>()
  /** Work that failed, and that the database did not take back then either. */
  #stranded: { lane: Lane; claim: Claim }[] = []
  #lastLook = Promise.resolve()
  #running = false
  #looking = false
  #lookAgain = false
  #cancelTimer: () => void = () => undefined

  constructor(db: Db, clock: Clock, log: Log) {
    this.#db = db
    this.#clock = clock
    this.#log = log
  }

  async wake(trx: Trx, { lane, id, serialKey, at }: Wake): Promise<void> {
    const runAt = (at ?? this.#clock.now()).toISOString()
    await trx
      .insertInto('wake')
      .values({ lane, id, serial_key: serialKey, run_at: runAt, seq: 0, claimed: 0, tries: 0 })
      .onConflict((conflict) =>
        conflict.columns(['lane', 'id']).doUpdateSet((eb) => ({
          run_at: sql<string>`min(${eb.ref('wake.run_at')}, ${runAt})`,
          seq: eb('wake.seq', '+', 1),
        })),
      )
      .execute()
  }

  nudge(): void {
    if (!this.#running) return
    if (this.#looking) this.#lookAgain = true
    else this.#lastLook = this.#look()
  }

  work(lane: Lane, { concurrency }: { concurrency: number }, work: Work): void {
    this.#workers.set(lane, { concurrency, running: 0, work })
  }

  async start(): Promise<void> {
    // What was under way goes first again, before what has waited behind it.
    await this.#db
      .updateTable('wake')
      .set({ claimed: 0, run_at: new Date(0).toISOString() })
      .where('claimed', '=', 1)
      .execute()
    this.#running = true
    this.nudge()
  }

  async stop(graceMs: number): Promise<void> {
    this.#running = false
    this.#cancelTimer()
    const { promise: tooLate, resolve } = Promise.withResolvers<void>()
    const cancel = this.#clock.after(graceMs, resolve)
    await Promise.race([this.#drained(), tooLate])
    cancel()
  }

  async #drained(): Promise<void> {
    await this.#lastLook
    await Promise.all(this.#underWay)
  }

  async #look(): Promise<void> {
    this.#looking = true
    this.#cancelTimer()
    try {
      let now: Date
      do {
        this.#lookAgain = false
        now = this.#clock.now()
        await this.#takeBackStranded()
        await this.#takeUpDue(now)
      } while (this.#lookAgain && this.#running)
      await this.#sleepUntilDue(now)
    } catch (error) {
      this.#log.error('queue-look-failed', errorFields(error))
      this.#sleep(1)
    } finally {
      this.#looking = false
    }
    if (this.#lookAgain) this.nudge()
  }

  async #takeUpDue(now: Date): Promise<void> {
    while (this.#running) {
      const lane = await this.#nextLane(now)
      const worker = lane && this.#workers.get(lane)
      if (lane === undefined || worker === undefined) return
      const claim = await this.#claim(lane, now)
      // Stopped meanwhile: the claim is void at the next start.
      if (claim === undefined || !this.#running) return
      this.#busy.add(claim.serialKey)
      worker.running += 1
      const done = this.#do(lane, worker, claim).finally(() => this.#underWay.delete(done))
      this.#underWay.add(done)
    }
  }

  /** The most urgent lane that has something due and a free hand: mostly there is none, in one look. */
  async #nextLane(now: Date): Promise<Lane | undefined> {
    const rows = await this.#due(now).select('lane').groupBy('lane').execute()
    const due = new Set(rows.map(({ lane }) => lane))
    return LANES.find((lane) => {
      const worker = this.#workers.get(lane)
      return worker !== undefined && worker.running < worker.concurrency && due.has(lane)
    })
  }

  /** Wakes whose moment has come, and whose serial key nobody is working on. */
  #due(now: Date) {
    return this.#db
      .selectFrom('wake')
      .where('run_at', '<=', now.toISOString())
      .where('claimed', '=', 0)
      .$if(this.#busy.size > 0, (query) => query.where('serial_key', 'not in', [...this.#busy]))
  }

  async #claim(lane: Lane, now: Date): Promise<Claim | undefined> {
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
    return row && { id: row.id, serialKey: row.serial_key, seq: row.seq, tries: row.tries }
  }

  async #do(lane: Lane, worker: Worker, claim: Claim): Promise<void> {
    try {
      await worker.work(claim.id)
      await this.#finish(lane, claim)
    } catch (error) {
      this.#log.error('work-failed', { lane, id: claim.id, ...errorFields(error) })
      await this.#retry(lane, claim).catch((lost: unknown) => {
        this.#log.error('retry-failed', { lane, id: claim.id, ...errorFields(lost) })
        this.#stranded.push({ lane, claim })
      })
    } finally {
      worker.running -= 1
      this.#busy.delete(claim.serialKey)
      this.nudge()
    }
  }

  /** What stays claimed would not be done before the next start. */
  async #takeBackStranded(): Promise<void> {
    for (let next = this.#stranded[0]; next !== undefined; next = this.#stranded[0]) {
      await this.#retry(next.lane, next.claim)
      this.#stranded.shift()
    }
  }

  /** Gone, unless it was woken while it was worked on. */
  async #finish(lane: Lane, { id, seq }: Claim): Promise<void> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('wake')
      .where('lane', '=', lane)
      .where('id', '=', id)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (numDeletedRows === 1n) return
    await this.#db
      .updateTable('wake')
      .set({ claimed: 0, tries: 0 })
      .where('lane', '=', lane)
      .where('id', '=', id)
      .execute()
  }

  async #retry(lane: Lane, { id, tries }: Claim): Promise<void> {
    const seconds = Math.min(2 ** tries, LONGEST_RETRY_SECONDS)
    await this.#db
      .updateTable('wake')
      .set({
        claimed: 0,
        tries: tries + 1,
        run_at: addSeconds(this.#clock.now(), seconds).toISOString(),
      })
      .where('lane', '=', lane)
      .where('id', '=', id)
      .execute()
  }

  /** Sleeps until the first of what was not due yet at the look of `lookedAt`. */
  async #sleepUntilDue(lookedAt: Date): Promise<void> {
    const next = await this.#db
      .selectFrom('wake')
      .select('run_at')
      .where('claimed', '=', 0)
      .where('run_at', '>', lookedAt.toISOString())
      .orderBy('run_at')
      .limit(1)
      .executeTakeFirst()
    const wait = next ? new Date(next.run_at).getTime() - this.#clock.now().getTime() : Infinity
    if (wait <= 0) this.#lookAgain = true
    else this.#sleep(Math.min(wait / 1000, LOOK_SECONDS))
  }

  #sleep(seconds: number): void {
    this.#cancelTimer()
    if (this.#running) this.#cancelTimer = this.#clock.after(seconds * 1000, () => this.nudge())
  }
}
