import { systemClock, type Clock } from '../../src/lib/clock.ts'

interface Timer {
  due: number
  task: () => void
}

/** The machine's time, with a lever: `advance` lets hours pass at once and fires what is due. */
export class TestClock implements Clock {
  #ahead = 0
  readonly #timers = new Set<Timer>()

  now = (): Date => new Date(systemClock.now().getTime() + this.#ahead)

  after = (ms: number, task: () => void): (() => void) => {
    const timer: Timer = { due: this.now().getTime() + ms, task }
    this.#timers.add(timer)
    const fire = () => {
      if (!this.#timers.delete(timer)) return
      task()
    }
    const real = setTimeout(fire, Math.min(ms, 2_147_483_647))
    real.unref()
    return () => {
      this.#timers.delete(timer)
      clearTimeout(real)
    }
  }

  /** Lets time pass. Timers that fall due fire in their order. */
  advance(seconds: number): void {
    this.#ahead += seconds * 1000
    const now = this.now().getTime()
    const due = [...this.#timers].filter((timer) => timer.due <= now)
    for (const timer of due.toSorted((a, b) => a.due - b.due)) {
      if (this.#timers.delete(timer)) timer.task()
    }
  }
}
