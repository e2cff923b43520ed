import { addSeconds, type Clock } from '../lib/clock.ts'
import { RateWindow, type Lane } from './rate-window.ts'

/** What a request costs, and from which of the exchange's budgets. */
export interface Cost {
  pool: string
  weight: number
  /** What it costs from a second budget, e.g. that of our address besides that of the key. */
  also?: Cost
}

/** What an exchange lets be spent. */
export interface Budget {
  weight: number
  /** In any stretch of this many seconds. */
  seconds: number
  /** Of whom: all that comes from our address, or one key. */
  per: 'address' | 'key'
}

const LANES = ['exit', 'routine'] as const
const LONGEST_QUEUE = 500
const ROUTINE_PATIENCE_MS = 3_000

interface Waiter {
  weight: number
  /** Called with the moment to come back at, if it is not its turn yet. */
  done: (retryAt: Date | undefined) => void
}

interface Pool {
  window: RateWindow
  waiting: Record<Lane, Waiter[]>
  callOff: () => void
}

/** Keeps all requests to one exchange within its budgets, exits first. */
export class RateLimit {
  readonly #clock: Clock
  readonly #pools: Map<string, Pool>
  #pausedUntil = new Date(0)

  /** Of the budgets, by pool, only those that count for `per`. */
  constructor(clock: Clock, budgets: Readonly<Record<string, Budget>>, per: Budget['per']) {
    this.#clock = clock
    const counted = Object.entries(budgets).filter(([, budget]) => budget.per === per)
    this.#pools = new Map(counted.map(([name, budget]) => [name, aPool(budget)]))
  }

  has(pool: string): boolean {
    return this.#pools.has(pool)
  }

  /** Until when nothing may be sent; undefined when it may. */
  pausedUntil(): Date | undefined {
    return this.#clock.now() < this.#pausedUntil ? this.#pausedUntil : undefined
  }

  /** Waits for its turn. Gives a moment if nothing may be sent before it, and then nothing is booked. */
  async take({ pool: name, weight }: Cost, lane: Lane): Promise<Date | undefined> {
    const pool = this.#pools.get(name)
    if (!pool) throw new RangeError(`Cannot take from ${name}: no such pool`)
    const now = this.#clock.now()
    if (now < this.#pausedUntil) return this.#pausedUntil
    if (pool.waiting[lane].length >= LONGEST_QUEUE) return addSeconds(now, 60)
    return new Promise((resolve) => {
      const callOff = lane === 'routine' ? this.#giveUpLater(pool, () => waiter) : () => undefined
      const waiter: Waiter = {
        weight,
        done(retryAt) {
          callOff()
          resolve(retryAt)
        },
      }
      pool.waiting[lane].push(waiter)
      this.#serve(pool)
    })
  }

  /** A bot's call that waits long would hold up an exit on the same key: it comes back later instead. */
  #giveUpLater(pool: Pool, waiter: () => Waiter): () => void {
    return this.#clock.after(ROUTINE_PATIENCE_MS, () => {
      const at = pool.waiting.routine.indexOf(waiter())
      if (at === -1) return
      pool.waiting.routine.splice(at, 1)
      const now = this.#clock.now()
      waiter().done(new Date(now.getTime() + pool.window.nextRelease(now.getTime())))
    })
  }

  /** Nobody gets a turn before `until`; those who wait are sent away. */
  pause(until: Date): void {
    if (until <= this.#pausedUntil) return
    this.#pausedUntil = until
    this.#dismissAll(until)
  }

  /** Ends all waiting; the callers find their connection closed. */
  close(): void {
    this.#dismissAll(undefined)
  }

  #serve(pool: Pool): void {
    pool.callOff()
    const now = this.#clock.now().getTime()
    for (const lane of LANES) {
      const queue = pool.waiting[lane]
      for (let next = queue[0]; next; next = queue[0]) {
        if (!pool.window.book(next.weight, lane, now)) {
          // Who waits for an exit keeps routine calls waiting too, or they would eat what gets free.
          pool.callOff = this.#clock.after(pool.window.nextRelease(now), () => this.#serve(pool))
          return
        }
        queue.shift()
        next.done(undefined)
      }
    }
  }

  #dismissAll(retryAt: Date | undefined): void {
    for (const { waiting, callOff } of this.#pools.values()) {
      callOff()
      for (const lane of LANES) {
        for (const { done } of waiting[lane].splice(0)) done(retryAt)
      }
    }
  }
}

function aPool({ weight, seconds }: Budget): Pool {
  return {
    window: new RateWindow(weight, seconds * 1000),
    waiting: { exit: [], routine: [] },
    callOff: () => undefined,
  }
}
