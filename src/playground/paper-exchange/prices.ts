import { Big } from 'big.js'
import { ASSETS, MARKETS, roundToSize, type Market } from './markets.ts'
import { randomNormal, type Random } from './random.ts'

// A fiftieth of the way home at each step; three fifths of a move are the whole market's.
const PULL = 0.02
const COMMON = 0.6
const OWN = 0.8

/**
 * The mid price of every market. Each asset has one price in USD, so that ETH/BTC stays near
 * ETH/USDT ÷ BTC/USDT; a cross that was set by hand keeps its distance from that as a factor.
 */
export class Prices {
  readonly #random: Random
  readonly #usd = new Map<string, Big>()
  readonly #home = new Map<string, number>()
  readonly #factors = new Map<string, Big>()
  readonly #mids = new Map<Market, Big>()

  constructor(random: Random) {
    this.#random = random
    for (const [asset, { usd }] of Object.entries(ASSETS)) this.#setUsd(asset, new Big(usd))
  }

  /** Price of one unit of `asset` in USD. */
  usd(asset: string): Big {
    const price = this.#usd.get(asset)
    if (!price) throw new RangeError(`Cannot price ${asset}: not traded on the paper exchange`)
    return price
  }

  /** The market's price now, a multiple of its tick size. */
  mid(market: Market): Big {
    const known = this.#mids.get(market)
    if (known) return known
    const factor = this.#factors.get(market.symbol) ?? 1
    const mid = roundToSize(this.#parity(market).times(factor), market.tickSize)
    this.#mids.set(market, mid)
    return mid
  }

  /** Sets a market's price, rounded to its tick size. The walk then wanders around it. */
  set(market: Market, price: Big): void {
    if (price.lte(0)) {
      throw new RangeError(`Cannot set ${market.symbol} to ${price.toFixed()}: not above zero`)
    }
    const rounded = roundToSize(price, market.tickSize)
    this.#mids.clear()
    if (market.quote === 'USDT') this.#setUsd(market.base, rounded)
    else this.#factors.set(market.symbol, rounded.div(this.#parity(market)))
  }

  /** One step of a mean-reverting random walk of all assets. */
  step(): void {
    this.#mids.clear()
    const common = randomNormal(this.#random)
    for (const [asset, { volatility }] of Object.entries(ASSETS)) {
      if (volatility === 0) continue
      const now = Math.log(this.usd(asset).toNumber())
      const pull = PULL * ((this.#home.get(asset) ?? now) - now)
      const shock = volatility * (COMMON * common + OWN * randomNormal(this.#random))
      this.#usd.set(asset, new Big(Math.exp(now + pull + shock).toPrecision(12)))
    }
  }

  #setUsd(asset: string, price: Big): void {
    this.#usd.set(asset, price)
    this.#home.set(asset, Math.log(price.toNumber()))
  }

  #parity(market: Market): Big {
    return this.usd(market.base).div(this.usd(market.quote))
  }
}

/** Every market with its price now. */
export function listMids(prices: Prices): Map<Market, Big> {
  return new Map(MARKETS.map((market) => [market, prices.mid(market)]))
}
