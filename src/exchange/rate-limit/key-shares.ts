import { createHash } from 'node:crypto'
import type { Clock } from '../../lib/clock.ts'
import type { Dialect } from '../dialect/dialect.ts'
import type { Credentials } from '../exchange.ts'
import { oneAtATime, type InTurn } from './one-at-a-time.ts'
import { RateLimit } from './rate-limit.ts'
import type { SharedLimits } from './shared-limits.ts'

const SWEEP_MS = 60_000

/** What all connections of one key share, however short each of them lives. */
export interface KeyShare {
  limit: RateLimit
  /** Runs a private request when those before it are through, where the exchange needs that. */
  inTurn: InTurn
}

interface Entry extends KeyShare {
  /** How many connections are open. */
  users: number
}

/** One share for each key that is in use, or that its exchange still remembers requests of. */
export class KeyShares {
  readonly #clock: Clock
  readonly #dialect: Dialect
  readonly #shared: SharedLimits | undefined
  readonly #entries = new Map<string, Entry>()
  #sweepAt = 0

  constructor(clock: Clock, dialect: Dialect, shared: SharedLimits | undefined) {
    this.#clock = clock
    this.#dialect = dialect
    this.#shared = shared
  }

  /** For one connection; to be called off once when it closes. */
  open({ apiKey, site = '' }: Credentials): KeyShare & { release: () => void } {
    this.#sweep()
    // One that is asked about at several sites is counted by each.
    const hash = createHash('sha256').update(`${site} ${apiKey}`).digest('base64url')
    const name = `${this.#dialect.id}:${hash}`
    const entry = this.#entries.get(name) ?? this.#make(name)
    entry.users += 1
    this.#entries.set(name, entry)
    const release = () => {
      entry.users -= 1
      if (entry.users === 0 && entry.limit.isIdle()) this.#entries.delete(name)
    }
    return { limit: entry.limit, inTurn: entry.inTurn, release }
  }

  #make(name: string): Entry {
    const { budgets, oneAtATime: needsTurns } = this.#dialect
    const options = { clock: this.#clock, name, budgets, shared: this.#shared }
    return {
      limit: new RateLimit({ ...options, per: 'key' }),
      inTurn: needsTurns ? oneAtATime() : (_, run) => run(),
      users: 0,
    }
  }

  #sweep(): void {
    const now = this.#clock.now().getTime()
    if (now < this.#sweepAt) return
    this.#sweepAt = now + SWEEP_MS
    for (const [name, { users, limit }] of this.#entries) {
      if (users === 0 && limit.isIdle()) this.#entries.delete(name)
    }
  }
}
