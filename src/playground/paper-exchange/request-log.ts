import type { Clock } from '../../lib/clock.ts'
import type { RawRequest } from './signed-request.ts'

const KEPT = 10_000

/** One request that reached the exchange. */
export interface RequestView {
  at: Date
  method: string
  path: string
  /** Undefined for a public call. */
  apiKey: string | undefined
  /** The HTTP status of the answer, `cut` if the connection was cut instead. */
  status: number | 'cut'
  weight: number
}

/** The last 10,000 requests, oldest first. */
export class RequestLog {
  readonly #clock: Clock
  readonly #requests: RequestView[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add({ method, path, apiKey }: RawRequest, status: RequestView['status'], weight: number): void {
    this.#requests.push({ at: this.#clock.now(), method, path, apiKey, status, weight })
    if (this.#requests.length > KEPT) this.#requests.shift()
  }

  clear(): void {
    this.#requests.length = 0
  }

  list(): RequestView[] {
    return [...this.#requests]
  }
}
