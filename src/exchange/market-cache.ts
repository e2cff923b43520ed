import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import { fetchCandles } from './candles.ts'
import type { CcxtClient, CcxtMarket } from './ccxt-client.ts'
import type { Candle, MarketSource, OrderBook, Timeframe } from './exchange.ts'
import { ExchangeError } from './exchange-error.ts'
import type { ExchangeTime } from './exchange-time.ts'
import type { Latch } from './latch.ts'
import type { Market } from './market.ts'
import { PriceFeed } from './price-feed.ts'
import type { Lane } from './rate-window.ts'
import { send, type Sender, type Sending } from './send.ts'

const KEPT_SECONDS = 3600
const RETRY_SECONDS = 60

interface Loaded {
  client: CcxtClient
  markets: ReadonlyMap<string, Market>
}

/** Public data through keyless ccxt instances, one of which lends its markets to all connections. */
export class MarketCache implements MarketSource {
  readonly #sender: Sender
  readonly #time: ExchangeTime
  readonly #newClient: () => Promise<CcxtClient>
  readonly #latch: Latch
  #loaded: Loaded | undefined
  #loading: Promise<Loaded> | undefined
  #staleAt = new Date(0)
  #triedAt = new Date(0)
  readonly #prices: PriceFeed

  constructor(deps: {
    sender: Sender
    time: ExchangeTime
    newClient: () => Promise<CcxtClient>
    latch: Latch
  }) {
    this.#sender = deps.sender
    this.#time = deps.time
    this.#newClient = deps.newClient
    this.#latch = deps.latch
    this.#prices = new PriceFeed(deps.sender.clock, (symbols) => this.#fetchPrices(symbols))
  }

  async fetchMarkets(newerSeconds?: number): Promise<ReadonlyMap<string, Market>> {
    return (await this.load(newerSeconds)).markets
  }

  async fetchPrices(symbols: string[], oldSeconds = 0): Promise<ReadonlyMap<string, Big>> {
    const { markets } = await this.load()
    const known = symbols.filter((symbol) => markets.has(symbol))
    return known.length === 0 ? new Map() : this.#prices.pricesOf(known, oldSeconds)
  }

  async #fetchPrices(symbols: string[]): Promise<ReadonlyMap<string, Big>> {
    const { client, markets } = await this.load()
    const known = symbols.filter((symbol) => markets.has(symbol))
    const { dialect } = this.#sender
    try {
      return await this.#send({ request: 'prices', attempt: 'read prices' }, () =>
        dialect.fetchPrices(client, known),
      )
    } catch (error) {
      // One symbol that is gone spoils the answer for all: the next look leaves it out.
      if (error instanceof ExchangeError && error.code === 'order-rejected') {
        this.#staleAt = new Date(0)
      }
      throw error
    }
  }

  async fetchOrderBook(symbol: string): Promise<OrderBook> {
    const attempt = `read the order book of ${symbol}`
    const { client, markets } = await this.load()
    getListed(markets, symbol, attempt)
    const { dialect } = this.#sender
    return this.#send({ request: 'book', attempt }, () => dialect.fetchOrderBook(client, symbol))
  }

  async fetchCandles(symbol: string, timeframe: Timeframe, since: Date): Promise<Candle[]> {
    const attempt = `read the candles of ${symbol}`
    const { client, markets } = await this.load()
    getListed(markets, symbol, attempt)
    const { mergesHours } = this.#sender.dialect
    return this.#send({ request: 'candles', attempt }, () =>
      fetchCandles(client, { symbol, timeframe, since }, mergesHours),
    )
  }

  async now(): Promise<Date> {
    await this.#time.refresh()
    return new Date(this.#sender.clock.now().getTime() - this.#time.ahead())
  }

  /** The markets and an instance that has them, not older than that while the exchange answers. */
  async load(newerSeconds = KEPT_SECONDS): Promise<Loaded> {
    this.#latch.assertOpen()
    const now = this.#sender.clock.now()
    const isNew = now < this.#staleAt && now <= addSeconds(this.#triedAt, newerSeconds)
    if (this.#loaded && isNew) return this.#loaded
    this.#loading ??= this.#reload().finally(() => (this.#loading = undefined))
    return this.#loading
  }

  async #reload(): Promise<Loaded> {
    // A new instance each time: ccxt gives the first failure for ever (facts/exchanges.md §0.2).
    const client = await this.#newClient()
    const found = await this.#send(
      // In the lane of the exits, which need them too.
      { request: 'markets', attempt: 'read the markets', lane: 'exit' },
      () => client.loadMarkets(),
    ).catch((error: unknown) => {
      if (this.#loaded && error instanceof ExchangeError) return undefined
      throw error
    })
    const now = this.#sender.clock.now()
    this.#triedAt = now
    this.#staleAt = addSeconds(now, found ? KEPT_SECONDS : RETRY_SECONDS)
    if (found) this.#loaded = { client, markets: this.#toMarkets(found) }
    if (!this.#loaded) throw new TypeError('Cannot use the markets: none were loaded')
    return this.#loaded
  }

  #toMarkets(found: Record<string, CcxtMarket>): ReadonlyMap<string, Market> {
    const { isTradable, sizesOf, furtherLimits } = this.#sender.dialect
    return new Map(
      Object.values(found)
        .filter(({ spot }) => spot)
        .flatMap((market) => {
          const ours = toMarket(market, isTradable(market), sizesOf?.(market))
          return ours === undefined ? [] : { ...ours, ...furtherLimits?.(market) }
        })
        .map((market) => [market.symbol, market]),
    )
  }

  #send<T>(
    sending: Pick<Sending, 'request' | 'attempt'> & { lane?: Lane },
    run: () => Promise<T>,
  ): Promise<T> {
    return send(this.#sender, { lane: 'routine', latch: this.#latch, ...sending }, run)
  }
}

/**
 * The market of that name.
 *
 * @throws {ExchangeError} `unlisted` if the exchange does not list it.
 */
export function getListed(
  markets: ReadonlyMap<string, Market>,
  symbol: string,
  attempt: string,
): Market {
  const market = markets.get(symbol)
  if (market) return market
  throw new ExchangeError('unlisted', `Cannot ${attempt}: symbol is not listed`)
}

/** Undefined for a market without sizes: nothing could be ordered on it. */
function toMarket(
  market: CcxtMarket,
  active: boolean,
  sizes = stepsOf(market),
): Market | undefined {
  if (!sizes || sizes.tickSize.lte(0) || sizes.stepSize.lte(0)) return undefined
  const { symbol, base, quote, limits } = market
  const { tickSize, stepSize } = sizes
  return {
    symbol,
    base,
    quote,
    active,
    tickSize,
    stepSize,
    minAmount: new Big(limits.amount.min ?? 0),
    maxAmount: limits.amount.max === undefined ? undefined : new Big(limits.amount.max),
    minCost: new Big(limits.cost.min ?? 0),
  }
}

function stepsOf({ precision }: CcxtMarket): Pick<Market, 'tickSize' | 'stepSize'> | undefined {
  if (precision.price === undefined || precision.amount === undefined) return undefined
  return { tickSize: new Big(precision.price), stepSize: new Big(precision.amount) }
}
