import { fromKysely, PgBoss, type JobAttempt } from 'pg-boss'
import { errorFields, type Log } from '../lib/log.ts'
import type { Postgres } from '../db/database.ts'
import type { Trx } from '../db/schema.ts'
import type { Lane } from './queue.ts'

/**
 * Where each lane's deliveries go. Lanes that share serial keys share a queue, for pg-boss lets one
 * job of a key be active in a queue; the lane is the job's priority, fetched by exactly that.
 */
export const ROUTES: Readonly<Record<Lane, { queue: string; priority: number }>> = {
  update: { queue: 'undock-user', priority: 1 },
  notice: { queue: 'undock-chat', priority: 1 },
  saga: { queue: 'undock-key', priority: 3 },
  watch: { queue: 'undock-key', priority: 2 },
  tick: { queue: 'undock-key', priority: 1 },
}

/** A process that stops beating is taken for frozen after this. */
const HEARTBEAT_SECONDS = 30
/** Work that hangs for longer is somebody else's to do. */
const LONGEST_WORK_SECONDS = 600

/** "There is something in this lane for this serial key", held by one process at a time. */
export interface Delivery extends JobAttempt {
  serialKey: string
}

/** What of pg-boss the queue uses: who may work on a serial key, and for how long. */
export class Deliveries {
  readonly #boss: PgBoss

  constructor(postgres: Postgres, log: Log) {
    this.#boss = new PgBoss({
      db: { executeSql: (text, values) => postgres.run(text, values) },
      schema: 'pgboss',
      schedule: false,
      registerInstance: false,
      supervise: false,
      monitorIntervalSeconds: 5,
    })
    this.#boss.on('error', (error) => log.warn('deliveries-failed', errorFields(error)))
    this.#boss.on('warning', ({ message }) => log.debug('deliveries-warned', { message }))
  }

  async start(): Promise<void> {
    await this.#boss.start()
    const options = {
      policy: 'singleton',
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: LONGEST_WORK_SECONDS,
      retryLimit: 1_000,
      retentionSeconds: 86_400,
    }
    for (const queue of new Set(Object.values(ROUTES).map((route) => route.queue))) {
      await this.#boss.createQueue(queue, options)
    }
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: false })
  }

  /** Takes deliveries from holders that stopped beating, and clears away. One process does it for all. */
  async tidy(): Promise<void> {
    await this.#boss.supervise()
  }

  /** Sends deliveries with the transaction. Only the process `home` fetches one, unless that is 0. */
  async send(trx: Trx, lane: Lane, to: readonly { serialKey: string; home: number }[]) {
    if (to.length === 0) return
    const { queue, priority } = ROUTES[lane]
    const jobs = to.map(({ serialKey, home }) => ({
      data: { serialKey },
      priority: home === 0 ? priority : home,
      singletonKey: serialKey,
    }))
    await this.#boss.insert(queue, jobs, { db: fromKysely(trx) })
  }

  /** Takes deliveries of keys on which nobody works: those for anyone, or those for one process. */
  async fetch(trx: Trx, lane: Lane, most: number, home: number): Promise<Delivery[]> {
    const { queue, priority } = ROUTES[lane]
    const exactly = home === 0 ? priority : home
    const jobs = await this.#boss.fetch<{ serialKey: string }>(queue, {
      batchSize: most,
      minPriority: exactly,
      maxPriority: exactly,
      // Deliveries are always due. Their start time is the database's: after its clock was set back, they would wait.
      ignoreStartAfter: true,
      db: fromKysely(trx),
    })
    return jobs.map(({ id, retryCount, data }) => ({ id, retryCount, serialKey: data.serialKey }))
  }

  /** Gives the serial key back. Nothing happens when somebody else holds it by now. */
  async end(trx: Trx, lane: Lane, { id, retryCount }: JobAttempt): Promise<void> {
    await this.#boss.deleteJob(ROUTES[lane].queue, { id, retryCount }, { db: fromKysely(trx) })
  }

  /** Says that these are still worked on. */
  async beat(lane: Lane, held: readonly JobAttempt[]): Promise<void> {
    if (held.length === 0) return
    const attempts = held.map(({ id, retryCount }) => ({ id, retryCount }))
    await this.#boss.touch(ROUTES[lane].queue, attempts)
  }
}
