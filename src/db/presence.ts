import { randomInt } from 'node:crypto'
import type pg from 'pg'
import { systemClock } from '../lib/clock.ts'
import { errorFields, type Log } from '../lib/log.ts'
import type { Postgres } from './database.ts'
import { FrozenHolders } from './frozen-holders.ts'

/** Names our advisory locks: one a living process, and number 0 for the leader. */
const LOCKS = 20_260_101
const LEADER = 0
/** Smaller numbers are the priorities of the lanes. */
const FIRST_INSTANCE = 1_000
const LOOK_MS = 500
/** An answer that takes longer says that the connection is dead, whatever the socket thinks. */
const PATIENCE_MS = 5_000
const RECONNECT_MS = 100

/** The channel on which processes tell each other that there is something to do. */
export const WAKE_CHANNEL = 'undock_wake'

/** What a process hears from the others. */
export interface PresenceListener {
  /** There is something to do. */
  onWake(): void
  /** Every half second: the processes that are there. */
  onLook(living: ReadonlySet<number>): void
}

/**
 * That this process is there, told by a lock that PostgreSQL frees the moment its connection ends,
 * however that comes. The same connection hears of wakes, and holds the leadership when it is free.
 */
export class Presence {
  readonly instance = randomInt(FIRST_INSTANCE, 2 ** 31 - 1)
  readonly #postgres: Postgres
  readonly #log: Log
  readonly #frozen = new FrozenHolders(LOCKS)
  readonly #listeners = new Set<PresenceListener>()
  readonly #leaderListeners = new Set<(leads: boolean) => void>()
  #client: pg.Client | undefined
  #here = false
  #leads = false
  #closed = false
  #cancel: () => void = () => undefined
  #looking: Promise<void> = Promise.resolve()

  constructor(postgres: Postgres, log: Log) {
    this.#postgres = postgres
    this.#log = log
  }

  /** False while the others can't know that this process is there: it must take up nothing. */
  get isHere(): boolean {
    return this.#here
  }

  /** Exactly one process leads at a time. */
  get leads(): boolean {
    return this.#leads
  }

  listen(listener: PresenceListener): void {
    this.#listeners.add(listener)
  }

  /** Calls back at each change of leadership, and now. */
  onLeadership(listener: (leads: boolean) => void): void {
    this.#leaderListeners.add(listener)
    listener(this.#leads)
  }

  async start(): Promise<void> {
    await this.#connect()
    await this.#look()
    this.#again(LOOK_MS)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#cancel()
    await this.#looking
    await this.#leave()
  }

  #again(ms: number): void {
    this.#cancel()
    if (this.#closed) return
    this.#cancel = systemClock.after(ms, () => {
      this.#looking = this.#looking.then(() => this.#round())
    })
  }

  async #round(): Promise<void> {
    try {
      if (this.#client === undefined) await this.#connect()
      await this.#look()
      this.#again(this.#client === undefined ? RECONNECT_MS : LOOK_MS)
    } catch (error) {
      this.#log.warn('presence-lost', errorFields(error))
      await this.#leave()
      this.#again(RECONNECT_MS)
    }
  }

  async #connect(): Promise<void> {
    const client = await this.#postgres.connect()
    this.#client = client
    client.on('end', () => this.#lose(client))
    client.on('notification', () => {
      for (const listener of this.#listeners) listener.onWake()
    })
    // A frozen or cut off process is missed within seconds, not hours.
    await inTime(client.query('set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2'))
    await inTime(client.query(`listen ${WAKE_CHANNEL}`))
    const { rows } = await inTime(
      client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [
        LOCKS,
        this.instance,
      ]),
    )
    // The server has not noticed yet that our last connection is gone.
    if (rows[0]?.locked !== true) throw new Error('Cannot take the lock of this process yet')
    this.#here = true
    for (const listener of this.#listeners) listener.onWake()
  }

  async #look(): Promise<void> {
    const client = this.#client
    if (client === undefined) return
    if (!this.#leads) {
      const { rows } = await inTime(
        client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [
          LOCKS,
          LEADER,
        ]),
      )
      if (rows[0]?.locked === true && this.#client === client) this.#lead(true)
    }
    const living = await inTime(this.#frozen.look(client))
    for (const listener of this.#listeners) listener.onLook(living)
  }

  #lead(leads: boolean): void {
    if (this.#leads === leads) return
    this.#leads = leads
    this.#log.debug(leads ? 'leads' : 'leads-no-more', { instance: this.instance })
    for (const listener of this.#leaderListeners) listener(leads)
  }

  #lose(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.#here = false
    this.#lead(false)
    this.#again(0)
  }

  async #leave(): Promise<void> {
    const client = this.#client
    if (client === undefined) return
    this.#lose(client)
    this.#cancel()
    await inTime(client.end()).catch(() => undefined)
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const cancel = systemClock.after(PATIENCE_MS, () =>
    reject(new Error('Cannot hear from the database: it does not answer')),
  )
  return Promise.race([answer, late]).finally(cancel)
}
