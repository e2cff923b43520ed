import { Big } from 'big.js'
import type { CcxtOrder } from '../../../src/exchange/ccxt/ccxt-client.ts'
import type { Clock } from '../../../src/lib/clock.ts'
import { Book } from '../../../src/playground/paper-exchange/book.ts'
import { KeyRing } from '../../../src/playground/paper-exchange/keys.ts'
import { Ledger } from '../../../src/playground/paper-exchange/ledger.ts'
import { Listings } from '../../../src/playground/paper-exchange/listings.ts'
import { marketControls } from '../../../src/playground/paper-exchange/market-controls.ts'
import {
  ASSETS,
  getMarket,
  MARKETS,
  type Market,
} from '../../../src/playground/paper-exchange/markets.ts'
import { fillCrossed, type MatchingDeps } from '../../../src/playground/paper-exchange/matching.ts'
import type { Order, Trade } from '../../../src/playground/paper-exchange/order.ts'
import { OrderStore } from '../../../src/playground/paper-exchange/order-store.ts'
import { Prices } from '../../../src/playground/paper-exchange/prices.ts'
import { createRandom } from '../../../src/playground/paper-exchange/random.ts'
import { Past } from './past.ts'

const SEED = 7

/** The paper exchange's own matching, money and keys, without HTTP and without the past for charts. */
export class Floor implements MatchingDeps {
  readonly clock: Clock
  readonly ledger: Ledger
  readonly store = new OrderStore()
  readonly keys: KeyRing
  readonly past: Past
  readonly listings = new Listings()
  /** The same controls as on the paper exchange. */
  readonly controls: ReturnType<typeof marketControls>
  /** Rows that its lists of open orders bring besides, in forms that nobody knows. */
  strayRows: CcxtOrder[] = []
  /** Orders, by number, of which nothing but the ids can be read. */
  readonly garbled = new Set<number>()
  readonly #prices = new Prices(createRandom(SEED))
  readonly #books = new Map<Market, Book>()

  /** `clock` is the exchange's own; `time` never goes back. */
  constructor(clock: Clock, time: Pick<Clock, 'now'>) {
    this.clock = clock
    this.past = new Past(time)
    this.ledger = new Ledger(clock, (account, balance) => this.past.noteBalance(account, balance))
    this.keys = new KeyRing(createRandom(SEED), clock)
    this.controls = marketControls({
      floor: this,
      act: (change) => change(),
      newHandId: () => `web_${this.store.nextOrderId()}`,
    })
  }

  readonly midOf = (market: Market): Big => this.#prices.mid(market)

  readonly bookOf = (market: Market): Book => {
    const known = this.#books.get(market)
    if (known !== undefined) return known
    const depth = new Big(ASSETS[market.base]?.depth ?? 0).div(this.#prices.usd(market.quote))
    const book = new Book(market, depth, SEED)
    this.#books.set(market, book)
    return book
  }

  readonly onOrder = (order: Order): void => this.past.noteOrder(order)

  readonly onFill = (trade: Trade): void => {
    this.past.noteTrade(trade)
    this.past.noteOrder(trade.order)
  }

  setPrice(symbol: string, price: Big): void {
    const before = new Map(MARKETS.map((market) => [market, this.midOf(market)]))
    const market = getMarket(symbol)
    this.#prices.set(market, price)
    for (const [one, mid] of before) {
      if (one !== market && this.midOf(one).eq(mid)) continue
      this.bookOf(one).refill()
      fillCrossed(this, one)
    }
  }

  /** Opens every halted market again. */
  resumeHalted(): void {
    for (const market of this.listings.list()) {
      if (!this.listings.isTrading(market)) this.controls.resume(market.symbol)
    }
  }

  /** Prices as they were, before any order is there. */
  restorePrices(prices: readonly (readonly [symbol: string, price: Big])[]): void {
    for (const [symbol, price] of prices) this.#prices.set(getMarket(symbol), price)
  }

  /** A factor of the price now. */
  movePrice(symbol: string, factor: number): void {
    this.setPrice(symbol, this.midOf(getMarket(symbol)).times(factor.toFixed(6)))
  }
}
