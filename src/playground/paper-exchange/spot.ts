import { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'
import { Book } from './book.ts'
import type { Events } from './events.ts'
import { Ledger } from './ledger.ts'
import { Listings } from './listings.ts'
import { ASSETS, MARKETS, type Market } from './markets.ts'
import { fillCrossed, type MatchingDeps } from './matching.ts'
import type { Order, Trade } from './order.ts'
import { OrderStore } from './order-store.ts'
import { PriceHistory } from './price-history.ts'
import { listMids, Prices } from './prices.ts'
import { createRandom } from './random.ts'

/** The trading floor: prices, books, orders and money, without keys or HTTP. */
export class Spot implements MatchingDeps {
  readonly clock: Clock
  readonly ledger: Ledger
  readonly store = new OrderStore()
  readonly listings = new Listings()
  readonly #events: Events
  readonly #seed: number
  #prices: Prices
  readonly #books = new Map<Market, Book>()
  readonly #histories = new Map<Market, PriceHistory>()

  constructor(options: { clock: Clock; seed: number; events: Events }) {
    const { clock, seed, events } = options
    this.clock = clock
    this.#events = events
    this.#seed = seed
    this.#prices = new Prices(createRandom(seed))
    this.ledger = new Ledger(clock, (account, { asset, free, locked }) => {
      const text = `${account} has ${free.toFixed()} ${asset} free and ${locked.toFixed()} locked`
      const [freeText, lockedText] = [free.toFixed(), locked.toFixed()]
      events.add({ kind: 'balance', account, asset, free: freeText, locked: lockedText, text })
    })
    this.#openMarkets()
  }

  /** No orders, no fills, the opening money, the first prices and their past. */
  clear(): void {
    this.ledger.clear()
    this.store.clear()
    this.listings.clear()
    this.#prices = new Prices(createRandom(this.#seed))
    this.#openMarkets()
  }

  #openMarkets(): void {
    for (const market of MARKETS) {
      const quoteUsd = this.#prices.usd(market.quote)
      const depth = new Big(ASSETS[market.base]?.depth ?? 0).div(quoteUsd)
      this.#books.set(market, new Book(market, depth, this.#seed))
      const [price, now] = [this.#prices.mid(market), this.clock.now()]
      this.#histories.set(market, new PriceHistory(market, price, now, this.#seed))
    }
  }

  readonly midOf = (market: Market): Big => this.#prices.mid(market)

  readonly bookOf = (market: Market): Book => given(this.#books.get(market))

  historyOf(market: Market): PriceHistory {
    return given(this.#histories.get(market))
  }

  /** Sets one price; markets that share the asset move along. */
  setPrice(market: Market, price: Big): void {
    this.#move(() => this.#prices.set(market, price), [market])
  }

  /** One step of the walk for all prices. Every book is full again. */
  step(): void {
    this.#move(() => this.#prices.step(), MARKETS)
  }

  readonly onOrder = (order: Order): void => {
    const { id: orderId, account, market, status, side, amount, filled } = order
    const { symbol, base } = market
    const done = `${filled.toFixed()} of ${amount.toFixed()} ${base}`
    const text = `Order ${orderId} to ${side} ${symbol} is ${WORDS[status]}, ${done} filled`
    this.#events.add({ kind: 'order', account, orderId, symbol, status, text })
  }

  readonly onFill = ({ id: tradeId, order, price, amount }: Trade): void => {
    const { account, id: orderId, market, side } = order
    const { symbol, base, quote } = market
    const traded = side === 'buy' ? 'bought' : 'sold'
    const text = `${account} ${traded} ${amount.toFixed()} ${base} at ${price.toFixed()} ${quote}`
    const about = { account, tradeId, orderId, symbol, side }
    const money = { price: price.toFixed(), amount: amount.toFixed() }
    this.#events.add({ kind: 'trade', ...about, ...money, text })
  }

  #move(change: () => void, touched: readonly Market[]): void {
    const before = listMids(this.#prices)
    change()
    for (const market of MARKETS) {
      const price = this.midOf(market)
      const moved = !before.get(market)?.eq(price)
      if (!moved && !touched.includes(market)) continue
      this.bookOf(market).refill()
      if (moved) this.#notePrice(market, price)
      fillCrossed(this, market)
    }
  }

  #notePrice(market: Market, price: Big): void {
    const { symbol } = market
    this.historyOf(market).record(price, this.clock.now())
    const text = `${symbol} is at ${price.toFixed()}`
    this.#events.add({ kind: 'price', symbol, price: price.toFixed(), text })
  }
}

const WORDS = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
} satisfies Record<Order['status'], string>

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('Cannot use this market: not traded here')
  return value
}
