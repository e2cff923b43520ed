import { HandClock } from './hand-clock.ts'

/** Stands still, but that waiting for a limit of an exchange takes no time: up to so many milliseconds pass at once. */
export class PatientClock extends HandClock {
  readonly #longestMs: number

  constructor(longestMs: number) {
    super()
    this.#longestMs = longestMs
  }

  override after(ms: number, task: () => void): () => void {
    const callOff = super.after(ms, task)
    if (ms > this.#longestMs) return callOff
    const passing = setImmediate(() => this.advance(ms))
    return () => {
      clearImmediate(passing)
      callOff()
    }
  }
}
