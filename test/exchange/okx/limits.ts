import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import type { Params, Route } from './route.ts'
import { OkxRefusal } from './refusal.ts'

const WINDOW_MS = 2_000

/** Counts requests as OKX says it does: each path has a limit of its own. All callers are one address. */
export class OkxLimits {
  readonly #taken = new Map<string, number[]>()

  /** @throws {OkxRefusal} 50011 with HTTP 429 above the limit; it is counted all the same. */
  take(
    name: string,
    { limit, rule }: Route,
    of: { params: Params; key?: ApiKey; now: Date },
  ): void {
    const { params, key, now } = of
    const user = rule === 'IP' ? '' : (key?.account ?? '')
    const instrument = rule === 'User ID + Instrument ID' ? (params['instId'] ?? '') : ''
    const whose = [name, user, instrument].join(' ')
    const since = now.getTime() - WINDOW_MS
    const taken = (this.#taken.get(whose) ?? []).filter((at) => at > since)
    taken.push(now.getTime())
    this.#taken.set(whose, taken)
    if (taken.length > limit) throw new OkxRefusal('50011', 'Too Many Requests', 429)
  }
}
