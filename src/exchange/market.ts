import type { Big } from 'big.js'

export type Side = 'buy' | 'sell'

/** Trading rules of one spot symbol, e.g. `BTC/USDT`. Prices are quote per base, amounts in base. */
export interface Market {
  symbol: string
  base: string
  quote: string
  /** False while the exchange has halted or delisted the symbol. */
  active: boolean
  /** Prices are multiples of it. */
  tickSize: Big
  /** Amounts are multiples of it. */
  stepSize: Big
  minAmount: Big
  /** Largest amount of one order; undefined when the exchange names none. */
  maxAmount: Big | undefined
  /** Smallest price × amount, in quote. */
  minCost: Big
  /** Most orders that one account may have open on the symbol, where the exchange names it. */
  maxOrders?: number
  /** Limit prices that are taken, as factors of the price now, where the exchange names them. */
  priceBand?: Readonly<Record<Side, { lowest: Big; highest: Big }>>
  /** When the exchange ends trading of it, where that is announced. */
  endsAt?: Date
}

/** `amount` rounded down to what the exchange takes. */
export function roundDownTo(step: Big, amount: Big): Big {
  return amount.minus(amount.mod(step))
}

/** `price` rounded up to a multiple of `step`: a floor must never be undercut by rounding. */
export function roundUpTo(step: Big, price: Big): Big {
  const rest = price.mod(step)
  return rest.eq(0) ? price : price.minus(rest).plus(step)
}
