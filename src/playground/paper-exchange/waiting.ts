import type { Clock } from '../../lib/clock.ts'

/** Everything that waits for the clock, so that it can be called off together. */
export class Waiting {
  readonly #clock: Clock
  readonly #calledOff = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Runs `task` later, unless everything is called off before. */
  after(ms: number, task: () => void): void {
    const callOff = this.#clock.after(ms, () => {
      this.#calledOff.delete(callOff)
      task()
    })
    this.#calledOff.add(callOff)
  }

  /** Resolves later, or at once when everything is called off. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0) return
    await new Promise<void>((resolve) => {
      const stopClock = this.#clock.after(ms, () => finish())
      const finish = () => {
        stopClock()
        this.#calledOff.delete(finish)
        resolve()
      }
      this.#calledOff.add(finish)
    })
  }

  callOff(): void {
    for (const callOff of this.#calledOff) callOff()
    this.#calledOff.clear()
  }
}
