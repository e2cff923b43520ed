import type { Clock } from '../../../src/lib/clock.ts'
import type { Timeline } from './virtual-time.ts'

/** What a dead process would still wait for: it never comes. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}

/**
 * One life of Undock's process, from a start to a crash. All that the process does to the world
 * goes through its life, so that a dead one can do nothing any more.
 */
export class Life {
  readonly clock: Clock
  /** Asked at each point where a process may die: true kills it right there. */
  readonly #strikes: (point: string) => boolean
  readonly #timers = new Set<() => void>()
  readonly #onEnd = new Set<() => void>()
  #dead = false

  constructor(time: Timeline, strikes: (point: string) => boolean) {
    this.#strikes = strikes
    this.clock = { now: time.now, after: (ms, task) => this.#after(time, ms, task) }
  }

  get dead(): boolean {
    return this.#dead
  }

  /** Whether the process is dead, or dies here. */
  endsAt(point: string): boolean {
    if (!this.#dead && this.#strikes(point)) this.end()
    return this.#dead
  }

  /** Runs once when it ends, unless it is called off before. */
  whenEnded(task: () => void): () => void {
    this.#onEnd.add(task)
    return () => this.#onEnd.delete(task)
  }

  end(): void {
    if (this.#dead) return
    this.#dead = true
    for (const callOff of this.#timers) callOff()
    this.#timers.clear()
    for (const task of this.#onEnd) task()
    this.#onEnd.clear()
  }

  #after(time: Timeline, ms: number, task: () => void): () => void {
    if (this.#dead) return () => undefined
    const callOff = time.after(ms, () => {
      this.#timers.delete(callOff)
      task()
    })
    this.#timers.add(callOff)
    return () => {
      this.#timers.delete(callOff)
      callOff()
    }
  }
}
