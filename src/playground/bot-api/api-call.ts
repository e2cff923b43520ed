import type { FaultKind } from './faults.ts'

/** One method call of the bot. */
export interface ApiCall {
  at: Date
  method: string
  /** The arguments; a file is `{ name, size }`. */
  payload: Record<string, unknown>
  /** Undefined while the call is under way or was dropped before anything was done. */
  ok?: boolean
  /** The description of a failed call. */
  error?: string
  /** The fault that this call ran into. */
  fault?: FaultKind['kind']
}

const KEPT = 10_000

/** The last 10,000 calls, oldest first. */
export class CallLog {
  #calls: ApiCall[] = []

  /** The entry may be completed later. */
  add(call: ApiCall): ApiCall {
    this.#calls.push(call)
    // Trimmed in large steps: shifting at every call would copy the whole list each time.
    if (this.#calls.length >= KEPT * 2) this.#calls = this.#calls.slice(-KEPT)
    return call
  }

  list(): ApiCall[] {
    return this.#calls.slice(-KEPT)
  }

  clear(): void {
    this.#calls = []
  }
}
