import type { Clock } from '../../lib/clock.ts'
import { Refusal } from './refusal.ts'

const MINUTE = 60_000

/** Request weight that one address may use in a minute, by kind of endpoint. */
export const MINUTE_BUDGET = { api: 6_000, sapi: 12_000 }

const HEADERS = { api: 'x-mbx-used-weight-1m', sapi: 'x-sapi-used-ip-weight-1m' }

/** Counts request weight by the minute. All callers are taken for one address. */
export class Weights {
  readonly #clock: Clock
  #minute = 0
  #used = { api: 0, sapi: 0 }

  constructor(clock: Clock) {
    this.#clock = clock
  }

  clear(): void {
    this.#used = { api: 0, sapi: 0 }
  }

  /**
   * Counts a request; the answer is the header that tells how much is used.
   *
   * @throws {Refusal} 429 with -1003 and `Retry-After` if the minute's budget is spent.
   */
  use(path: string, weight: number): Record<string, string> {
    const kind = path.startsWith('/sapi/') ? 'sapi' : 'api'
    const now = this.#clock.now().getTime()
    const minute = Math.floor(now / MINUTE)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#used = { api: 0, sapi: 0 }
    }
    this.#used[kind] += weight
    const header = { [HEADERS[kind]]: String(this.#used[kind]) }
    if (this.#used[kind] <= MINUTE_BUDGET[kind]) return header

    const seconds = Math.ceil(((minute + 1) * MINUTE - now) / 1000)
    throw new Refusal(
      -1003,
      `Too much request weight used; current limit is ${MINUTE_BUDGET[kind]} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
      429,
      { ...header, 'retry-after': String(seconds) },
    )
  }
}
