import type { Clock } from '../../../src/lib/clock.ts'
import { BybitRefusal } from './refusal.ts'

const ADDRESS = { most: 600, ms: 5_000, banMs: 600_000 }
const SECOND_MS = 1_000

/** Requests in a second of one account, by path: https://bybit-exchange.github.io/docs/v5/rate-limit */
const PER_SECOND: Readonly<Record<string, number>> = {
  '/v5/order/create': 20,
  '/v5/order/cancel': 20,
  '/v5/order/realtime': 50,
  '/v5/order/history': 50,
  '/v5/execution/list': 50,
  '/v5/account/wallet-balance': 50,
  '/v5/account/fee-rate': 5,
  '/v5/user/query-api': 10,
}

/** What came lately: all callers are one address. */
export class Limits {
  readonly #clock: Clock
  readonly #spent = new Map<string, number[]>()
  #address: number[] = []
  #bannedUntil = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** False while the address is banned, as it is for ten minutes after more than 600 in five seconds. */
  admits(): boolean {
    const now = this.#clock.now().getTime()
    this.#address = [...this.#address.filter((at) => at > now - ADDRESS.ms), now]
    if (this.#address.length > ADDRESS.most) this.#bannedUntil = now + ADDRESS.banMs
    return now >= this.#bannedUntil
  }

  /** Books one request of an account; the answer is what its headers say. */
  use(account: string, path: string): { headers: Record<string, string>; isOver: boolean } {
    const now = this.#clock.now().getTime()
    const limit = PER_SECOND[path] ?? 50
    const name = `${account} ${path}`
    const before = (this.#spent.get(name) ?? []).filter((at) => at > now - SECOND_MS)
    const isOver = before.length >= limit
    const spent = isOver ? before : [...before, now]
    this.#spent.set(name, spent)
    const reset = isOver ? (spent[0] ?? now) + SECOND_MS : now
    return {
      isOver,
      headers: {
        'x-bapi-limit': String(limit),
        'x-bapi-limit-status': String(limit - spent.length),
        'x-bapi-limit-reset-timestamp': String(reset),
      },
    }
  }
}

export const TOO_MANY_VISITS = new BybitRefusal(
  10006,
  'Too many visits. Exceeded the API Rate Limit.',
)
