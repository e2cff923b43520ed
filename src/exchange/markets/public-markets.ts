import type { Big } from 'big.js'
import { addSeconds } from '../../lib/clock.ts'
import { fetchCandles } from './candles.ts'
import type { Candle, MarketSource, Missing, OrderBook, Timeframe } from '../exchange.ts'
import type { ExchangeTime } from '../ccxt/exchange-time.ts'
import type { Latch } from '../ccxt/latch.ts'
import { getListed, type MarketCache } from './market-cache.ts'
import type { Market } from '../market.ts'
import { PriceFeed } from './price-feed.ts'
import { isAboutSymbols, pricesButRefused } from './prices-but-refused.ts'
import type { Lane } from '../rate-limit/rate-window.ts'
import { send, type Sender, type Sending } from '../ccxt/send.ts'

/** A symbol whose price was refused is not asked for again for so long. */
const UNPRICED_SECONDS = 60

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
  /** Until when each symbol whose price was refused is left out. */
  readonly #unpriced = new Map<string, Date>()

  constructor(deps: PublicDeps) {
    this.#deps = deps
    this.#prices = new PriceFeed(deps.sender.clock, (symbols) => this.#fetchPrices(symbols))
  }

  async fetchMarkets(newerSeconds?: number): Promise<ReadonlyMap<string, Market>> {
    return (await this.#deps.cache.load(newerSeconds)).markets
  }

  fetchMissing(symbols: readonly string[]): Promise<ReadonlyMap<string, Missing>> {
    return this.#deps.cache.missing(symbols)
  }

  async fetchPrices(symbols: string[], oldSeconds = 0): Promise<ReadonlyMap<string, Big>> {
    const { markets } = await this.#deps.cache.load()
    const known = symbols.filter((symbol) => markets.has(symbol))
    return known.length === 0 ? new Map() : this.#prices.pricesOf(known, oldSeconds)
  }

  async #fetchPrices(symbols: string[]): Promise<ReadonlyMap<string, Big>> {
    const known = await this.#priced(symbols)
    try {
      return await this.#askForPrices(known)
    } catch (error) {
      if (!isAboutSymbols(error)) throw error
      // A symbol that is gone spoils the answer for all: a new list of markets may lack it already.
      await this.#deps.cache.load(0)
      const listed = await this.#priced(known)
      const prices = await pricesButRefused(listed, (some) => this.#askForPrices(some))
      const until = addSeconds(this.#deps.sender.clock.now(), UNPRICED_SECONDS)
      for (const symbol of listed) if (!prices.has(symbol)) this.#unpriced.set(symbol, until)
      return prices
    }
  }

  /** Those of the symbols for which a price can be asked. */
  async #priced(symbols: readonly string[]): Promise<string[]> {
    const { cache, sender } = this.#deps
    const { markets } = await cache.load()
    const now = sender.clock.now()
    const isLeftOut = (symbol: string) => now < (this.#unpriced.get(symbol) ?? now)
    return symbols.filter((symbol) => markets.has(symbol) && !isLeftOut(symbol))
  }

  async #askForPrices(symbols: string[]): Promise<ReadonlyMap<string, Big>> {
    if (symbols.length === 0) return new Map()
    const { cache, sender } = this.#deps
    const { client } = await cache.load()
    return this.#send({ request: 'prices', attempt: 'read prices' }, () =>
      sender.dialect.fetchPrices(client, symbols),
    )
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
    return send(sender, { lane, latch, act: 'read-market', ...sending }, run)
  }
}
