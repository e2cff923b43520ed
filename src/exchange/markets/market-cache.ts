import { Big } from 'big.js'
import { addSeconds } from '../../lib/clock.ts'
import type { CcxtClient, CcxtMarket } from '../ccxt/ccxt-client.ts'
import type { Missing } from '../exchange.ts'
import { ExchangeError } from '../exchange-error.ts'
import type { Latch } from '../ccxt/latch.ts'
import type { Market } from '../market.ts'
import { assertPlausible, MissedSymbols } from './missed-symbols.ts'
import { send, type Sender } from '../ccxt/send.ts'

const KEPT_SECONDS = 3600
const RETRY_SECONDS = 60
/** A list that tells whether a pair is gone is not older than that. */
const DOUBTED_SECONDS = 10

/** The list of markets, and an instance that has it. */
interface Loaded {
  client: CcxtClient
  markets: ReadonlyMap<string, Market>
}

interface NewlyLoaded extends Loaded {
  markets: Map<string, Market>
}

/** The list of markets, through a keyless ccxt instance that lends it to all connections. */
export class MarketCache {
  readonly #sender: Sender
  readonly #newClient: () => Promise<CcxtClient>
  readonly #latch: Latch
  #loaded: Loaded | undefined
  #loading: Promise<Loaded> | undefined
  #staleAt = new Date(0)
  #triedAt = new Date(0)
  readonly #missed = new MissedSymbols()

  constructor(deps: { sender: Sender; newClient: () => Promise<CcxtClient>; latch: Latch }) {
    this.#sender = deps.sender
    this.#newClient = deps.newClient
    this.#latch = deps.latch
  }

  /** Those of these symbols that the newest list lacks. */
  async missing(symbols: readonly string[]): Promise<ReadonlyMap<string, Missing>> {
    const { markets } = await this.load()
    for (const symbol of symbols) if (!markets.has(symbol)) this.#missed.miss(symbol)
    const now = this.#sender.clock.now()
    if (symbols.some((symbol) => this.#missed.canTell(symbol, now)))
      await this.load(DOUBTED_SECONDS)
    return new Map(
      symbols.flatMap((symbol) => {
        const missing = this.#missed.of(symbol)
        return missing === undefined ? [] : [[symbol, missing]]
      }),
    )
  }

  /** The markets and an instance that has them, not older than that while the exchange answers. */
  async load(newerSeconds = KEPT_SECONDS): Promise<Loaded> {
    this.#latch.assertOpen()
    const now = this.#sender.clock.now()
    const isNew = now < this.#staleAt && now < addSeconds(this.#triedAt, newerSeconds)
    if (this.#loaded && isNew) return this.#loaded
    this.#loading ??= this.#reload().finally(() => (this.#loading = undefined))
    return this.#loading
  }

  async #reload(): Promise<Loaded> {
    // A new instance each time: ccxt 4.5.84 keeps a rejected promise for the markets, and from then on everything
    // that needs markets fails with that first error.
    const client = await this.#newClient()
    const loaded = await this.#fetchMarkets(client).catch((error: unknown) => {
      if (this.#loaded && error instanceof ExchangeError) return undefined
      throw error
    })
    const now = this.#sender.clock.now()
    this.#triedAt = now
    const doubted = loaded === undefined ? [] : this.#keepDoubted(loaded, now)
    const isSure = loaded !== undefined && doubted.length === 0
    this.#staleAt = addSeconds(now, isSure ? KEPT_SECONDS : RETRY_SECONDS)
    this.#loaded = loaded ?? this.#loaded
    if (!this.#loaded) throw new TypeError('Cannot use the markets: none were loaded')
    return this.#loaded
  }

  async #fetchMarkets(client: CcxtClient): Promise<NewlyLoaded> {
    // In the lane of the exits, which need them too.
    const sending = { request: 'markets', attempt: 'read the markets', lane: 'exit' } as const
    const found = await send(this.#sender, { ...sending, latch: this.#latch }, () =>
      client.loadMarkets(),
    )
    const markets = this.#toMarkets(found)
    assertPlausible(new Set(markets.keys()), this.#loaded?.markets.keys() ?? [])
    return { client, markets }
  }

  /** Leaves symbols that only the newest list lacks as they were. Returns which. */
  #keepDoubted({ client, markets }: NewlyLoaded, now: Date): string[] {
    const before = this.#loaded
    const missed = this.#missed.note(before?.markets.keys() ?? [], new Set(markets.keys()), now)
    const raw: CcxtMarket[] = []
    for (const symbol of missed) {
      const market = before?.markets.get(symbol)
      const ofCcxt = before?.client.markets?.[symbol]
      if (market === undefined || ofCcxt === undefined) continue
      markets.set(symbol, market)
      raw.push(ofCcxt)
    }
    if (raw.length > 0) client.setMarkets([...Object.values(client.markets ?? {}), ...raw])
    return missed
  }

  #toMarkets(found: Record<string, CcxtMarket>): Map<string, Market> {
    const { isTradable = isActive, sizesOf, furtherLimits, endsAt } = this.#sender.dialect
    return new Map(
      Object.values(found)
        .filter(({ spot }) => spot)
        .flatMap((market) => {
          const ours = toMarket(market, isTradable(market), sizesOf?.(market))
          const ends = endsAt?.(market)
          const end = ends && { endsAt: ends }
          return ours === undefined ? [] : { ...ours, ...furtherLimits?.(market), ...end }
        })
        .map((market) => [market.symbol, market]),
    )
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

function isActive({ active }: CcxtMarket): boolean {
  return active !== false
}
