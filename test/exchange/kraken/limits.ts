import type { Order } from '../../../src/playground/paper-exchange/order.ts'
import { KrakenRefusal } from './refusal.ts'

/** A count that falls as time passes. */
class Counter {
  #count = 0
  #at = 0
  readonly #most: number
  readonly #perSecond: number

  constructor(most: number, perSecond: number) {
    this.#most = most
    this.#perSecond = perSecond
  }

  /** Counts even what is refused. False above the most. */
  add(points: number, now: Date): boolean {
    const passed = Math.max(0, (now.getTime() - this.#at) / 1000)
    this.#count = Math.max(0, this.#count - passed * this.#perSecond) + points
    this.#at = now.getTime()
    // What floats lose is not worth a refusal.
    return this.#count <= this.#most + 1e-6
  }
}

/** What it costs to cancel an order, by its age in seconds. */
const CANCEL_POINTS = [
  [5, 8],
  [10, 6],
  [15, 5],
  [45, 4],
  [90, 2],
  [300, 1],
] as const

/**
 * The limits of an unverified account ("Starter"): a counter of each key's requests, up to 15 and one less every 3 s,
 * and one of each account's orders in each pair, up to 60 and one less every second.
 * https://docs.kraken.com/exchange/guides/rest/ratelimits and https://docs.kraken.com/exchange/guides/general/ratelimits
 */
export class KrakenLimits {
  readonly #ofKeys = new Map<string, Counter>()
  readonly #ofPairs = new Map<string, Counter>()

  /** @throws {KrakenRefusal} EAPI:Rate limit exceeded */
  request(apiKey: string, points: number, now: Date): void {
    const counter = given(this.#ofKeys, apiKey, () => new Counter(15, 1 / 3))
    if (!counter.add(points, now)) throw new KrakenRefusal('EAPI:Rate limit exceeded')
  }

  /** @throws {KrakenRefusal} EOrder:Rate limit exceeded */
  place(account: string, pair: string, now: Date): void {
    this.#trade(account, pair, 1, now)
  }

  /** The sooner after its placement, the dearer. @throws {KrakenRefusal} EOrder:Rate limit exceeded */
  cancel({ account, market, createdAt }: Order, now: Date): void {
    const age = (now.getTime() - createdAt.getTime()) / 1000
    const [, points = 0] = CANCEL_POINTS.find(([below]) => age < below) ?? []
    this.#trade(account, market.symbol, points, now)
  }

  #trade(account: string, pair: string, points: number, now: Date): void {
    const counter = given(this.#ofPairs, `${account} ${pair}`, () => new Counter(60, 1))
    if (!counter.add(points, now)) throw new KrakenRefusal('EOrder:Rate limit exceeded')
  }
}

function given(counters: Map<string, Counter>, name: string, create: () => Counter): Counter {
  const counter = counters.get(name) ?? create()
  counters.set(name, counter)
  return counter
}
