import type { Big } from 'big.js'
import {
  remaining,
  type ConditionalType,
  type Order,
  type OrderStatus,
  type OrderType,
  type Side,
  type Trade,
} from './order.ts'

/** One market as the page and the tests see it. */
export interface SymbolView {
  symbol: string
  base: string
  quote: string
  /** The mid price now. */
  price: Big
  /** The mid price 24 hours ago. */
  open: Big
  tickSize: Big
  stepSize: Big
  minCost: Big
}

/** An order as it stood when it was asked for. */
export interface OrderView {
  id: number
  clientOrderId: string
  account: string
  /** The API key it was placed with, or `by hand`. */
  placedWith: string
  symbol: string
  side: Side
  type: OrderType | ConditionalType
  /** Undefined for a market order. */
  price: Big | undefined
  amount: Big
  filled: Big
  remaining: Big
  /** Quote that the fills came to, before fees. */
  cost: Big
  status: OrderStatus
  createdAt: Date
  updatedAt: Date
}

/** One fill. */
export interface TradeView {
  id: number
  orderId: number
  clientOrderId: string
  account: string
  symbol: string
  side: Side
  price: Big
  amount: Big
  cost: Big
  fee: Big
  feeAsset: string
  maker: boolean
  at: Date
}

/** A copy that later fills do not change. */
export function toOrderView(order: Order): OrderView {
  const { id, clientOrderId, account, placedWith, market, side, type, price } = order
  const { amount, filled, cost, status, createdAt, updatedAt } = order
  return {
    id,
    clientOrderId,
    account,
    placedWith,
    symbol: market.symbol,
    side,
    type,
    price,
    amount,
    filled,
    remaining: remaining(order),
    cost,
    status,
    createdAt,
    updatedAt,
  }
}

/** A fill with what matters of its order. */
export function toTradeView({ id, order, ...trade }: Trade): TradeView {
  const { id: orderId, clientOrderId, account, market, side } = order
  const { price, amount, cost, fee, feeAsset, maker, at } = trade
  const about = { id, orderId, clientOrderId, account, symbol: market.symbol, side }
  return { ...about, price, amount, cost, fee, feeAsset, maker, at }
}

/** An order that the account's owner places without the API; at market without `price`. */
export interface HandOrder {
  symbol: string
  side: Side
  price?: Big | string
  amount: Big | string
  /** `main` if not said. */
  account?: string
}

/**
 * An order that the account's owner places on the exchange's own page, and that the API lists among the open
 * ones: a stop, a take-profit, one that trails, a pair of which one cancels the other (`OCO`), or an unfilled
 * market order (`MARKET`) sized in the quote by `cost`.
 */
export interface ForeignOrder {
  symbol: string
  side: Side
  type: ConditionalType | 'OCO' | 'MARKET'
  amount?: Big | string
  /** Of a limit order. */
  price?: Big | string
  stopPrice?: Big | string
  /** Basis points. */
  trailingDelta?: number
  cost?: Big | string
  /** `main` if not said. */
  account?: string
}
