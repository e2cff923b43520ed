import type { Clock } from '../../lib/clock.ts'

const KEPT_MS = 30 * 60_000
const RETRY_MS = 60_000

/** How far our clock is ahead of an exchange's: signed requests carry the exchange's time. */
export class ExchangeTime {
  readonly #clock: Clock
  readonly #fetchTime: () => Promise<number>
  #ahead = 0
  #known = false
  #checkAt = -Infinity
  #checking: Promise<void> | undefined

  /** `fetchTime` gives the exchange's time in milliseconds. */
  constructor(clock: Clock, fetchTime: () => Promise<number>) {
    this.#clock = clock
    this.#fetchTime = fetchTime
  }

  /** Milliseconds; negative when our clock is behind. */
  ahead(): number {
    return this.#ahead
  }

  /** Asks the exchange, unless it was asked in the last half hour. */
  async refresh(): Promise<void> {
    // A clock that was set back leaves the next check too far away.
    const wait = this.#checkAt - this.#now()
    if (wait > 0 && wait <= KEPT_MS) return
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined))
    await this.#checking
  }

  /** To be called when the exchange refused our time. */
  expire(): void {
    this.#checkAt = -Infinity
  }

  async #check(): Promise<void> {
    try {
      const theirs = await this.#fetchTime()
      // Taken after the answer: the error is the way back, and dates requests into the past. Binance
      // forgives seconds of that and only one of the other.
      this.#ahead = this.#now() - theirs
      this.#known = true
      this.#checkAt = this.#now() + KEPT_MS
    } catch (error) {
      if (!this.#known) throw error
      this.#checkAt = this.#now() + RETRY_MS
    }
  }

  #now(): number {
    return this.#clock.now().getTime()
  }
}
