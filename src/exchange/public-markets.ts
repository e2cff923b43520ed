import type { Big } from 'big.js'
import { fetchCandles } from './candles.ts'
import type { Candle, MarketSource, OrderBook, Timeframe } from './exchange.ts'
import { ExchangeError } from './exchange-error.ts'
import type { ExchangeTime } from './exchange-time.ts'
import type { Latch } from './latch.ts'
import { getListed, type MarketCache } from './market-cache.ts'
import type { Market } from './market.ts'
import { PriceFeed } from './price-feed.ts'
import type { Lane } from './rate-window.ts'
import { send, type Sender, type Sending } from './send.ts'

/** What public data is read with. */
interface PublicDeps {
  cache: MarketCache
  sender: Sender
  time: ExchangeTime
  latch: Latch
  /** Which half of the rate limit its requests use. */
  lane: Lane
}

/** The same public data for those who trade and for those who leave. */
export function marketsOfLanes(deps: Omit<PublicDeps, 'lane'>): Record<Lane, MarketSource> {
  const of = (lane: Lane) => new PublicMarkets({ ...deps, lane })
  return { routine: of('routine'), exit: of('exit') }
}

/**
 * An exchange's public data, for one lane: everything but the list of markets is fetched when it is asked
 * for. Requests are shared within a lane only, so that an exit never waits for a routine one.
 */
class PublicMarkets implements MarketSource {
  readonly #deps: PublicDeps
  readonly #prices: PriceFeed

  constructor(deps: PublicDeps) {
    this.#deps = deps
    this.#prices = new PriceFeed(deps.sender.clock, (symbols) => this.#fetchPrices(symbols))
  }

  async fetchMarkets(newerSeconds?: number): Promise<ReadonlyMap<string, Market>> {
    return (await this.#deps.cache.load(newerSeconds)).markets
  }

  async fetchPrices(symbols: string[], oldSeconds = 0): Promise<ReadonlyMap<string, Big>> {
    const { markets } = await this.#deps.cache.load()
    const known = symbols.filter((symbol) => markets.has(symbol))
    return known.length === 0 ? new Map() : this.#prices.pricesOf(known, oldSeconds)
  }

  async #fetchPrices(symbols: string[]): Promise<ReadonlyMap<string, Big>> {
    const { cache, sender } = this.#deps
    const { client, markets } = await cache.load()
    const known = symbols.filter((symbol) => markets.has(symbol))
    try {
      return await this.#send({ request: 'prices', attempt: 'read prices' }, () =>
        sender.dialect.fetchPrices(client, known),
      )
    } catch (error) {
      // One symbol that is gone spoils the answer for all: the next look leaves it out.
      if (error instanceof ExchangeError && error.code === 'order-rejected') cache.expire()
      throw error
    }
  }

  async fetchOrderBook(symbol: string): Promise<OrderBook> {
    const attempt = `read the order book of ${symbol}`
    const { cache, sender } = this.#deps
    const { client, markets } = await cache.load()
    getListed(markets, symbol, attempt)
    return this.#send({ request: 'book', attempt }, () =>
      sender.dialect.fetchOrderBook(client, symbol),
    )
  }

  async fetchCandles(symbol: string, timeframe: Timeframe, since: Date): Promise<Candle[]> {
    const attempt = `read the candles of ${symbol}`
    const { cache, sender } = this.#deps
    const { client, markets } = await cache.load()
    getListed(markets, symbol, attempt)
    return this.#send({ request: 'candles', attempt }, () =>
      fetchCandles(client, { symbol, timeframe, since }, sender.dialect.mergesHours),
    )
  }

  async now(): Promise<Date> {
    const { sender, time } = this.#deps
    await time.refresh()
    return new Date(sender.clock.now().getTime() - time.ahead())
  }

  #send<T>(sending: Pick<Sending, 'request' | 'attempt'>, run: () => Promise<T>): Promise<T> {
    const { sender, latch, lane } = this.#deps
    return send(sender, { lane, latch, ...sending }, run)
  }
}
