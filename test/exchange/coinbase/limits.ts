import { TOO_MANY } from './refusal.ts'

const SECOND_MS = 1_000
/** Requests in any second, of a user and, without a key, of an address: all callers are one. */
const PER_SECOND = { user: 30, address: 10 }

/** https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/rate-limits */
export class CoinbaseLimits {
  readonly #taken = new Map<string, number[]>()

  /** `user` undefined: it came without a key. @throws {CoinbaseRefusal} 429; it is counted all the same. */
  take(user: string | undefined, now: Date): void {
    const whose = user === undefined ? 'address' : `user ${user}`
    const taken = (this.#taken.get(whose) ?? []).filter((at) => at > now.getTime() - SECOND_MS)
    taken.push(now.getTime())
    this.#taken.set(whose, taken)
    const most = user === undefined ? PER_SECOND.address : PER_SECOND.user
    if (taken.length > most) throw TOO_MANY
  }
}
