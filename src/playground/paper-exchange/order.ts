import type { Big } from 'big.js'
import type { Fee } from './fee-ways.ts'
import type { Market } from './markets.ts'

/** Which way the base goes. */
export type Side = 'buy' | 'sell'

/** The kinds of order that are taken, in Binance's words. */
export type OrderType = 'LIMIT' | 'LIMIT_MAKER' | 'MARKET'

/** Kinds that only an account's owner places, on the exchange's own page. */
export type ConditionalType = 'STOP_LOSS' | 'STOP_LOSS_LIMIT' | 'TAKE_PROFIT' | 'TAKE_PROFIT_LIMIT'

/** What an order of the owner's own waits for. The price never triggers or fills such an order. */
export interface Condition {
  stopPrice?: Big | undefined
  /** Basis points. */
  trailingDelta?: number | undefined
  /** The number of the list (OCO) that it belongs to. */
  listId?: number | undefined
  /** What it locks. */
  locks: Big
}

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
  /** The coin that its fees are taken in, where an exchange lets an order say so; while there is enough of it. */
  feeCoin?: string
}

/** An order that was accepted. */
export interface Order extends Omit<OrderRequest, 'amount' | 'cost' | 'type'> {
  id: number
  type: OrderType | ConditionalType
  /** Only on orders that wait for something else than their price. */
  condition?: Condition
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
export interface Trade extends Fee {
  id: number
  order: Order
  price: Big
  amount: Big
  cost: Big
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
  const { side, market, price, condition } = order
  const rest = condition?.locks ?? remaining(order)
  if (side === 'sell') return { asset: market.base, amount: rest }
  return { asset: market.quote, amount: condition ? rest : rest.times(price ?? 0) }
}
