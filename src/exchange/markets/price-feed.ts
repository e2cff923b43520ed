import type { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'

type Prices = ReadonlyMap<string, Big>

/** Whoever asks once is likely to ask again: until then each request asks for it as well. */
const WANTED_MS = 120_000

interface Batch {
  at: number
  underWay: boolean
  symbols: ReadonlySet<string>
  prices: Promise<Prices>
}

/** Last prices for all who ask at about the same moment, in one request. */
export class PriceFeed {
  readonly #clock: Pick<Clock, 'now'>
  readonly #fetchPrices: (symbols: string[]) => Promise<Prices>
  readonly #wantedAt = new Map<string, number>()
  /** The latest request that has left. */
  #sent: Batch | undefined
  /** The request that leaves when the latest is answered, for symbols that it did not ask for. */
  #next: Promise<Prices> | undefined

  constructor(clock: Pick<Clock, 'now'>, fetchPrices: (symbols: string[]) => Promise<Prices>) {
    this.#clock = clock
    this.#fetchPrices = fetchPrices
  }

  /**
   * Prices that are under way, or were asked for at most `oldSeconds` ago. A symbol without a price
   * is left out.
   */
  async pricesOf(symbols: readonly string[], oldSeconds: number): Promise<Prices> {
    const now = this.#now()
    for (const symbol of symbols) this.#wantedAt.set(symbol, now)
    const prices = await this.#share(symbols, oldSeconds * 1000)
    return new Map(
      symbols.flatMap((symbol) => {
        const price = prices.get(symbol)
        return price === undefined ? [] : [[symbol, price]]
      }),
    )
  }

  #share(symbols: readonly string[], oldMs: number): Promise<Prices> {
    const sent = this.#sent
    if (sent !== undefined && symbols.every((one) => sent.symbols.has(one))) {
      // Age below zero: the clock was set back.
      const age = this.#now() - sent.at
      if (sent.underWay || (age >= 0 && age < oldMs)) return sent.prices
    }
    this.#next ??= this.#sendAfter(sent?.prices)
    return this.#next
  }

  async #sendAfter(before: Promise<Prices> | undefined): Promise<Prices> {
    await before?.catch(() => undefined)
    this.#next = undefined
    const at = this.#now()
    for (const [symbol, wantedAt] of this.#wantedAt) {
      if (at - wantedAt > WANTED_MS) this.#wantedAt.delete(symbol)
    }
    const symbols = [...this.#wantedAt.keys()]
    const prices = this.#fetchPrices(symbols)
    const sent = { at, underWay: true, symbols: new Set(symbols), prices }
    this.#sent = sent
    const ended = () => {
      sent.underWay = false
    }
    const failed = () => {
      if (this.#sent === sent) this.#sent = undefined
    }
    prices.then(ended, failed)
    return prices
  }

  #now(): number {
    return this.#clock.now().getTime()
  }
}
