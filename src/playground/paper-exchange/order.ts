import type { Big } from 'big.js'
import type { Market } from './markets.ts'

/** Which way the base goes. */
export type Side = 'buy' | 'sell'

/** The kinds of order that are taken, in Binance's words. */
export type OrderType = 'LIMIT' | 'LIMIT_MAKER' | 'MARKET'

/** What becomes of what does not fill at once: it rests, it expires, or all of it does not fill. */
export type TimeInForce = 'GTC' | 'IOC' | 'FOK'

/**
 * Where an order is, in Binance's words; an IOC order that did not fill whole is `EXPIRED`, one that
 * a new order of its own account would have met `EXPIRED_IN_MATCH`.
 */
export type OrderStatus =
  | 'NEW'
  | 'PARTIALLY_FILLED'
  | 'FILLED'
  | 'CANCELED'
  | 'EXPIRED'
  | 'EXPIRED_IN_MATCH'

/** What someone asks for. Either `amount` (base) or, for a market order, `cost` (quote) is given. */
export interface OrderRequest {
  account: string
  /** The API key that asks, or `by hand`. */
  placedWith: string
  market: Market
  side: Side
  type: OrderType
  timeInForce: TimeInForce
  /** Undefined for a market order. */
  price: Big | undefined
  amount: Big | undefined
  cost: Big | undefined
  clientOrderId: string
}

/** An order that was accepted. */
export interface Order extends Omit<OrderRequest, 'amount' | 'cost'> {
  id: number
  amount: Big
  /** The quote that a market order was told to spend or to bring, undefined if it named an amount. */
  wantedCost: Big | undefined
  filled: Big
  /** Quote that the fills came to, before fees. */
  cost: Big
  status: OrderStatus
  createdAt: Date
  updatedAt: Date
}

/** One fill of an order. */
export interface Trade {
  id: number
  order: Order
  price: Big
  amount: Big
  cost: Big
  fee: Big
  feeAsset: string
  /** True if the order was resting. */
  maker: boolean
  at: Date
}

/** True while the order rests. */
export function isOpen({ status }: Order): boolean {
  return status === 'NEW' || status === 'PARTIALLY_FILLED'
}

/** What is not filled yet, in base. */
export function remaining({ amount, filled }: Order): Big {
  return amount.minus(filled)
}

/** What an order needs locked while it rests. */
export function neededLock(order: Order): { asset: string; amount: Big } {
  const { side, market, price } = order
  const rest = remaining(order)
  if (side === 'sell') return { asset: market.base, amount: rest }
  return { asset: market.quote, amount: rest.times(price ?? 0) }
}
