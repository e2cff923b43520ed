/** `exit` may use the whole budget, `routine` half of it: stopping must work when trading floods. */
export type Lane = 'routine' | 'exit'

interface Booking {
  at: number
  weight: number
  lane: Lane
}

/** What was spent of a budget lately. Times are milliseconds. */
export class RateWindow {
  readonly #budget: number
  readonly #windowMs: number
  readonly #spent: Record<Lane, number> = { routine: 0, exit: 0 }
  #bookings: Booking[] = []

  constructor(budget: number, windowMs: number) {
    this.#budget = budget
    this.#windowMs = windowMs
  }

  fits(weight: number, lane: Lane, now: number): boolean {
    this.#forget(now)
    const { routine, exit } = this.#spent
    if (routine + exit + weight > this.#budget) return false
    return lane === 'exit' || routine + weight <= this.#budget / 2
  }

  /** Books what fits. */
  book(weight: number, lane: Lane, now: number): void {
    this.#bookings.push({ at: now, weight, lane })
    this.#spent[lane] += weight
  }

  isEmpty(now: number): boolean {
    this.#forget(now)
    return this.#bookings.length === 0
  }

  /** When `weight` fits, or as much of it as ever will, if nothing else is booked meanwhile. */
  fitsFrom(weight: number, lane: Lane, now: number): number {
    this.#forget(now)
    const most = lane === 'exit' ? this.#budget : this.#budget / 2
    const wanted = Math.min(weight, most)
    let { routine, exit } = this.#spent
    for (const { at, weight: booked, lane: of } of this.#bookings) {
      const isRoom = routine + exit + wanted <= this.#budget
      if (isRoom && (lane === 'exit' || routine + wanted <= this.#budget / 2)) break
      if (of === 'exit') exit -= booked
      else routine -= booked
      now = Math.max(now, at + this.#windowMs)
    }
    return now
  }

  /** What was booked in a lane since a moment. */
  bookedSince(lane: Lane, since: number): number {
    const late = this.#bookings.filter((one) => one.lane === lane && one.at >= since)
    return late.reduce((sum, { weight }) => sum + weight, 0)
  }

  /** Milliseconds until the oldest booking leaves the window. */
  nextRelease(now: number): number {
    const oldest = this.#bookings[0]
    return oldest ? Math.max(1, oldest.at + this.#windowMs - now) : 1
  }

  #forget(now: number): void {
    const first = this.#bookings.findIndex(({ at }) => at > now - this.#windowMs)
    const gone = this.#bookings.splice(0, first === -1 ? this.#bookings.length : first)
    for (const { weight, lane } of gone) this.#spent[lane] -= weight
  }
}
