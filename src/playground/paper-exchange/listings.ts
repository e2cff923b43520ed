import { Big } from 'big.js'
import { MARKETS, MAX_NUM_ORDERS, PRICE_BAND, type Market } from './markets.ts'

/** Whether a market is open: `cancel-only` takes no orders, `halted` nothing at all, `gone` is not listed any more. */
export type MarketStatus = 'trading' | 'cancel-only' | 'halted' | 'gone'

/** The limits that orders in a market have to keep. */
export interface Rules {
  tickSize: Big
  stepSize: Big
  minAmount: Big
  maxAmount: Big
  minCost: Big
  /** How far a limit price may lie from the market's, as factors. */
  priceBand: { up: Big; down: Big }
  /** The most orders that one account may have open. */
  maxOrders: number
  /** The most decimals that a price or an amount may have. */
  decimals: number
}

/** Changed rules of a market; what is left out stays as it is. */
export interface NewFilters {
  tickSize?: Big | string
  stepSize?: Big | string
  minQty?: Big | string
  maxQty?: Big | string
  minNotional?: Big | string
  priceBand?: { up: Big | string; down: Big | string }
  maxOrders?: number
  decimals?: number
}

/** Which markets are open now, and by which rules. */
export class Listings {
  readonly #status = new Map<Market, MarketStatus>()
  readonly #rules = new Map<Market, Rules>()
  #listed: readonly Market[] = MARKETS

  /** Every market that is listed, halted ones included. */
  list(): readonly Market[] {
    return this.#listed
  }

  statusOf(market: Market): MarketStatus {
    return this.#status.get(market) ?? 'trading'
  }

  isTrading(market: Market): boolean {
    return this.statusOf(market) === 'trading'
  }

  setStatus(market: Market, status: MarketStatus): void {
    this.#status.set(market, status)
    this.#listed = MARKETS.filter((each) => this.statusOf(each) !== 'gone')
  }

  rulesOf(market: Market): Rules {
    const known = this.#rules.get(market)
    if (known) return known
    const { tickSize, stepSize, minAmount, maxAmount, minCost } = market
    const sizes = { tickSize, stepSize, minAmount, maxAmount, minCost }
    const rules = { ...sizes, priceBand: PRICE_BAND, maxOrders: MAX_NUM_ORDERS, decimals: 8 }
    this.#rules.set(market, rules)
    return rules
  }

  setFilters(market: Market, filters: NewFilters): void {
    const { priceBand, maxOrders, decimals } = filters
    const rules = this.rulesOf(market)
    const size = (changed: Big | string | undefined, now: Big) =>
      changed === undefined ? now : new Big(changed)
    this.#rules.set(market, {
      tickSize: size(filters.tickSize, rules.tickSize),
      stepSize: size(filters.stepSize, rules.stepSize),
      minAmount: size(filters.minQty ?? filters.stepSize, rules.minAmount),
      maxAmount: size(filters.maxQty, rules.maxAmount),
      minCost: size(filters.minNotional, rules.minCost),
      priceBand: {
        up: size(priceBand?.up, rules.priceBand.up),
        down: size(priceBand?.down, rules.priceBand.down),
      },
      maxOrders: maxOrders ?? rules.maxOrders,
      decimals: decimals ?? rules.decimals,
    })
  }

  /** Every market is open again, by its first rules. */
  clear(): void {
    this.#status.clear()
    this.#rules.clear()
    this.#listed = MARKETS
  }
}
