import type { Clock } from '../../lib/clock.ts'
import { Allowance } from './allowance.ts'
import { countedSeconds, type Budget } from './budget.ts'
import { RateWindow, type Lane } from './rate-window.ts'
import type { SharedLimits } from './shared-limits.ts'

const LANES = ['exit', 'routine'] as const
/** Of routine requests. An exit's are as many as the orders it cancels, and none of them is sent away. */
const LONGEST_QUEUE = 500
const ROUTINE_PATIENCE_MS = 3_000

interface Waiter {
  weight: number
  /** Called with the moment to come back at, if it is not its turn yet. */
  done: (retryAt: Date | undefined) => void
}

/** One budget and those who wait for a share of it, exits first. */
export class RatePool {
  readonly #clock: Clock
  readonly #window: RateWindow
  /** What this process may spend of it, where it shares it with others. */
  readonly #allowances: Record<Lane, Allowance> | undefined
  readonly #pausedUntil: () => Date | undefined
  readonly #waiting: Record<Lane, Waiter[]> = { exit: [], routine: [] }
  #callOff: () => void = () => undefined

  constructor(options: {
    clock: Clock
    name: string
    budget: Budget
    /** Undefined when nobody else spends of it. */
    lease: SharedLimits['lease'] | undefined
    pausedUntil: () => Date | undefined
  }) {
    const { clock, name, budget, lease, pausedUntil } = options
    const allowance = (lane: Lane) => lease && new Allowance(lease, { pool: name, budget, lane })
    const [exit, routine] = [allowance('exit'), allowance('routine')]
    this.#clock = clock
    this.#window = new RateWindow(budget.weight, countedSeconds(budget) * 1000)
    this.#allowances = exit && routine && { exit, routine }
    this.#pausedUntil = pausedUntil
  }

  /** Waits for its turn. Gives a moment if it is not to be waited for, and then nothing is booked. */
  async take(weight: number, lane: Lane): Promise<Date | undefined> {
    if (lane === 'routine' && this.#waiting.routine.length >= LONGEST_QUEUE) {
      return this.#afterQueue(weight)
    }
    return new Promise((resolve) => {
      const callOff = lane === 'routine' ? this.#giveUpLater(() => waiter) : () => undefined
      const waiter: Waiter = {
        weight,
        done(retryAt) {
          callOff()
          resolve(retryAt)
        },
      }
      this.#waiting[lane].push(waiter)
      this.#serve()
    })
  }

  /** Sends everyone away who waits. */
  dismissAll(retryAt: Date): void {
    this.#callOff()
    for (const lane of LANES) {
      for (const { done } of this.#waiting[lane].splice(0)) done(retryAt)
    }
  }

  /** Whether nothing of the budget is spent. */
  isWhole(): boolean {
    return this.#window.isEmpty(this.#clock.now().getTime())
  }

  /** A bot's call that waits long would hold up an exit on the same key: it comes back later instead. */
  #giveUpLater(waiter: () => Waiter): () => void {
    let callOff = this.#clock.after(ROUTINE_PATIENCE_MS, () => {
      const at = this.#waiting.routine.indexOf(waiter())
      if (at === -1) return
      if (this.#allowances?.routine.isAsked) {
        // It is our own database that takes so long, and soon it answers everyone.
        callOff = this.#giveUpLater(waiter)
        return
      }
      this.#waiting.routine.splice(at, 1)
      waiter().done(this.#comeBackAt(waiter().weight))
    })
    return () => callOff()
  }

  /**
   * By our own count, unless there is room by that: then the others have spent it. A caller that comes back
   * repeats what it was just granted, so there must be room for that too. Otherwise each try would spend a
   * small budget on its first, cheap requests and never get to the rest.
   */
  #comeBackAt(weight: number): Date {
    const now = this.#clock.now()
    const again = this.#window.bookedSince('routine', now.getTime() - 2 * ROUTINE_PATIENCE_MS)
    const free = new Date(this.#window.fitsFrom(again + weight, 'routine', now.getTime()))
    const shared = this.#allowances?.routine.notBefore ?? now
    return shared > now && this.#window.fits(weight, 'routine', now.getTime()) ? shared : free
  }

  /** Those who wait now are gone by then, one way or the other. */
  #afterQueue(weight: number): Date {
    const patient = new Date(this.#clock.now().getTime() + ROUTINE_PATIENCE_MS)
    const free = this.#comeBackAt(weight)
    return free > patient ? free : patient
  }

  #serve(): void {
    this.#callOff()
    const pausedUntil = this.#pausedUntil()
    if (pausedUntil) return this.dismissAll(pausedUntil)
    const now = this.#clock.now()
    for (const lane of LANES) {
      const queue = this.#waiting[lane]
      for (let next = queue[0]; next; next = queue[0]) {
        // Who waits for an exit keeps routine calls waiting too, or they would eat what gets free.
        if (!this.#window.fits(next.weight, lane, now.getTime())) {
          return this.#serveIn(this.#window.nextRelease(now.getTime()))
        }
        if (!this.#spend(next.weight, lane, now)) return
        this.#window.book(next.weight, lane, now.getTime())
        queue.shift()
        next.done(undefined)
      }
    }
  }

  #serveIn(ms: number): void {
    this.#callOff = this.#clock.after(ms, () => this.#serve())
  }

  /** False if this process holds too little of what is shared; it serves again when it has more. */
  #spend(weight: number, lane: Lane, now: Date): boolean {
    if (!this.#allowances || this.#allowances[lane].spend(weight, now)) return true
    this.#serveWithMore(this.#allowances[lane], weight, lane)
    // An exit does not wait for our own database while there is something that routine calls have left.
    return lane === 'exit' && this.#allowances.routine.spend(weight, now)
  }

  #serveWithMore(allowance: Allowance, weight: number, lane: Lane): void {
    const wait = allowance.notBefore.getTime() - this.#clock.now().getTime()
    if (wait > 0) this.#serveIn(wait)
    else void allowance.refill(weight, this.#wantedIn(lane)).then(() => this.#serve())
  }

  #wantedIn(lane: Lane): number {
    return this.#waiting[lane].reduce((sum, { weight }) => sum + weight, 0)
  }
}
