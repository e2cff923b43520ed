import type { Clock } from '../../src/lib/clock.ts'

/** Noon of an ordinary day. */
export const NOON = new Date('2026-03-02T12:00:00.000Z')

/** A clock that stands still until it is moved. */
export class HandClock implements Clock {
  #now: number
  readonly #tasks = new Set<{ at: number; task: () => void }>()

  constructor(start = NOON) {
    this.#now = start.getTime()
  }

  now(): Date {
    return new Date(this.#now)
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task }
    this.#tasks.add(entry)
    return () => this.#tasks.delete(entry)
  }

  /** Runs what falls due on the way, in its order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      this.#tasks.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.task()
    }
    this.#now = end
  }

  /** Milliseconds until something falls due; Infinity if nothing will. */
  nextIn(): number {
    return (this.#nextUntil(Infinity)?.at ?? Infinity) - this.#now
  }

  #nextUntil(end: number) {
    return [...this.#tasks].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
  }
}
