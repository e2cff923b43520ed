import type { Clock } from '../../lib/clock.ts'
import type { Budget, Cost } from './budget.ts'
import { ExchangeError } from '../exchange-error.ts'
import { RatePool } from './rate-pool.ts'
import type { Lane } from './rate-window.ts'
import type { SharedLimits } from './shared-limits.ts'

/** Whose requests are limited, and how. */
export interface RateLimitOptions {
  clock: Clock
  /** The exchange, or the key: what a pause is known by to all that share limits. */
  name: string
  budgets: Readonly<Record<string, Budget>>
  /** Of the budgets, only those of an address, or only those of a key. */
  per: Budget['per']
  /** Undefined when nobody else sends from this address. */
  shared?: SharedLimits | undefined
}

/** Keeps all requests to one exchange within its budgets, and silent for as long as it wants. */
export class RateLimit {
  readonly #clock: Clock
  readonly #name: string
  readonly #shared: SharedLimits | undefined
  readonly #pools: Map<string, RatePool>
  #pausedUntil = new Date(0)

  constructor({ clock, name, budgets, per, shared }: RateLimitOptions) {
    this.#clock = clock
    this.#name = name
    this.#shared = shared
    // A key is at work in one process at a time, nearly always: each counts what it spends itself.
    const lease = per === 'address' ? shared?.lease : undefined
    const pausedUntil = () => this.pausedUntil()
    this.#pools = new Map(
      Object.entries(budgets)
        .filter(([, budget]) => budget.per === per)
        .map(([pool, budget]) => [
          pool,
          new RatePool({ clock, name: `${name}:${pool}`, budget, lease, pausedUntil }),
        ]),
    )
  }

  has(pool: string): boolean {
    return this.#pools.has(pool)
  }

  /** Waits for its turn. Gives a moment if nothing may be sent before it, and then nothing is booked. */
  async take({ pool: name, weight }: Cost, lane: Lane): Promise<Date | undefined> {
    const pool = this.#pools.get(name)
    if (!pool) throw new RangeError(`Cannot take from ${name}: no such pool`)
    return this.pausedUntil() ?? pool.take(weight, lane)
  }

  /** Until when nothing may be sent; undefined when it may. */
  pausedUntil(): Date | undefined {
    const told = this.#shared?.pausedUntil(this.#name)
    if (told && told > this.#pausedUntil) this.#pausedUntil = told
    return this.#clock.now() < this.#pausedUntil ? this.#pausedUntil : undefined
  }

  /**
   * To be asked when a request leaves: its turn may be long past, or it is the second of one turn.
   *
   * @throws {ExchangeError} `unavailable`
   */
  assertNotPaused(): void {
    const retryAt = this.pausedUntil()
    if (!retryAt) return
    const message = `Cannot send: rate limit until ${retryAt.toISOString()}`
    throw new ExchangeError('unavailable', message, { retryAt, source: 'pause' })
  }

  /** Nobody gets a turn before `until`; those who wait are sent away. */
  pause(until: Date): void {
    if (until <= this.#pausedUntil) return
    this.#pausedUntil = until
    this.#shared?.pause(this.#name, until)
    this.#dismissAll(until)
  }

  /** Whether one that is made anew would let through just as much. */
  isIdle(): boolean {
    return !this.pausedUntil() && [...this.#pools.values()].every((pool) => pool.isWhole())
  }

  /** Ends all waiting; the callers find their connection closed. */
  close(): void {
    this.#dismissAll(this.#clock.now())
  }

  #dismissAll(retryAt: Date): void {
    for (const pool of this.#pools.values()) pool.dismissAll(retryAt)
  }
}
