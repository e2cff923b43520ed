import { systemClock, type Clock } from '../lib/clock.ts'
import { errorFields, type Log } from '../lib/log.ts'
import type { Postgres } from '../db/database.ts'
import type { Presence } from '../db/presence.ts'
import type { Db, Trx } from '../db/schema.ts'
import { Deliveries } from './deliveries.ts'
import { handOver } from './hand-over.ts'
import { listHolders, releaseProcess, releaseStranded } from './orphans.ts'
import { PostgresShelf, type Taken } from './postgres-shelf.ts'
import type { Lane, Queue, Wake, Work, WorkOptions } from './queue.ts'
import { putWake } from './wake-rows.ts'
import { WorkLoop } from './work-loop.ts'

const BEAT_MS = 10_000
/** Looks of the presence, two a second, between two searches for what is stranded. */
const LOOKS_PER_SEARCH = 10
const LOOKS_PER_TIDYING = 20

interface PostgresQueueOptions {
  db: Db
  postgres: Postgres
  presence: Presence
  clock: Clock
  log: Log
}

/** The queue for PostgreSQL, where any number of processes work, and any of them may die. */
export class PostgresQueue implements Queue {
  readonly #options: PostgresQueueOptions
  readonly #deliveries: Deliveries
  readonly #shelf: PostgresShelf
  readonly #loop: WorkLoop<Taken>
  #missed: ReadonlySet<number> = new Set()
  #looks = 0
  #searching = Promise.resolve()
  #stopped = false
  #cancelBeat: () => void = () => undefined

  private constructor(options: PostgresQueueOptions) {
    const { db, postgres, presence, log } = options
    this.#options = options
    this.#deliveries = new Deliveries(postgres, log)
    this.#shelf = new PostgresShelf(db, this.#deliveries, presence.instance)
    this.#loop = new WorkLoop(
      this.#shelf,
      options,
      ({ leaderOnly = false }) => presence.isHere && (presence.leads || !leaderOnly),
    )
  }

  /** Prepares the database for it. Nothing is worked on before `start`. */
  static async open(options: PostgresQueueOptions): Promise<PostgresQueue> {
    const queue = new PostgresQueue(options)
    await queue.#deliveries.start()
    return queue
  }

  async wake(trx: Trx, wake: Wake): Promise<void> {
    const { presence, clock } = this.#options
    const now = clock.now().toISOString()
    const home = wake.here === true ? presence.instance : 0
    const { lane, id, serialKey } = wake
    const row = await putWake(trx, wake, { runAt: wake.at?.toISOString() ?? now, home })
    if (row.claimed === 0 && row.runAt <= now) {
      await handOver(trx, this.#deliveries, [{ lane, id, serialKey, home }])
    }
  }

  nudge(): void {
    this.#loop.nudge()
  }

  work(lane: Lane, options: WorkOptions, work: Work): void {
    this.#loop.work(lane, options, work)
  }

  async start(): Promise<void> {
    const { presence } = this.#options
    this.#stopped = false
    presence.listen({
      onWake: () => this.nudge(),
      onLook: (living) => {
        this.#searching = this.#searching.then(() => this.#search(living))
      },
    })
    presence.onLeadership(() => this.nudge())
    this.#beatLater()
    this.#loop.start()
  }

  isAlive(): boolean {
    return this.#loop.isAlive()
  }

  stop(graceMs: number): Promise<void> {
    return this.#loop.stop(graceMs)
  }

  /** Gives back what this process still holds. */
  async close(): Promise<void> {
    this.#stopped = true
    this.#cancelBeat()
    await this.#searching
    const { db, presence, log } = this.#options
    try {
      await releaseProcess(db, this.#deliveries, presence.instance)
      await this.#deliveries.stop()
    } catch (error) {
      // The database is away: others find out that this process is gone.
      log.warn('queue-not-released', errorFields(error))
    }
  }

  /** A process is gone when it is missed twice: a restart of the database makes all reconnect. */
  async #search(living: ReadonlySet<number>): Promise<void> {
    const { db, presence, log } = this.#options
    try {
      const missed = (await listHolders(db)).filter((instance) => !living.has(instance))
      for (const instance of missed.filter((one) => this.#missed.has(one))) {
        log.warn('process-gone', { instance })
        await releaseProcess(db, this.#deliveries, instance)
      }
      this.#missed = new Set(missed)
      this.#looks += 1
      if (!presence.leads) return
      if (this.#looks % LOOKS_PER_TIDYING === 0) await this.#deliveries.tidy()
      if (this.#looks % LOOKS_PER_SEARCH !== 0) return
      if ((await releaseStranded(db)) > 0) this.nudge()
    } catch (error) {
      log.warn('orphans-not-sought', errorFields(error))
    }
  }

  #beatLater(): void {
    if (this.#stopped) return
    this.#cancelBeat = systemClock.after(BEAT_MS, () => {
      this.#shelf
        .beat()
        .catch((error: unknown) => this.#options.log.warn('beat-failed', errorFields(error)))
        .finally(() => this.#beatLater())
    })
  }
}
