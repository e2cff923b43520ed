import type { Clock } from './clock.ts'

interface Entry<Value> {
  value: Value
  until: Date
  callOff: () => void
}

/** A map that forgets each value at its time, also if nobody asks for it any more. */
export class ExpiringMap<Key, Value> {
  readonly #clock: Clock
  readonly #entries = new Map<Key, Entry<Value>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Keeps a value until then, in place of one that is there. */
  set(key: Key, value: Value, until: Date): void {
    this.delete(key)
    const ms = Math.max(0, until.getTime() - this.#clock.now().getTime())
    const callOff = this.#clock.after(ms, () => this.delete(key))
    this.#entries.set(key, { value, until, callOff })
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    // The machine may have slept past the timer.
    if (entry.until > this.#clock.now()) return entry.value
    this.delete(key)
    return undefined
  }

  /** Gives a value out and forgets it. */
  take(key: Key): Value | undefined {
    const value = this.get(key)
    this.delete(key)
    return value
  }

  delete(key: Key): void {
    this.#entries.get(key)?.callOff()
    this.#entries.delete(key)
  }

  clear(): void {
    for (const key of this.#entries.keys()) this.delete(key)
  }
}
