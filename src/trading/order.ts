import { randomInt, randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Side } from '../exchange/market.ts'

/**
 * An order intent: recorded before its request leaves, and until its last fill is on record.
 *
 * `sent` → `open` → `filled` | `cancelled`. `rejected`: the exchange refused it. `void`: it never
 * reached the exchange. `sent` means unknown: it may be there or not.
 */
export interface Order {
  id: string
  /** How we know it again at the exchange. */
  clientOrderId: string
  userId: string
  keyId: string
  botId: string
  /** The exit that it sells for; undefined for a strategy's order. */
  planId: string | undefined
  /** The strategy's own name for its place, e.g. `cell:3`. */
  slot: string
  symbol: string
  side: Side
  timeInForce: 'GTC' | 'IOC'
  price: Big
  amount: Big
  status: OrderStatus
  exchangeOrderId: string | undefined
  filled: Big
  cost: Big
  /** Whether it has ended and its fills on record add up to `filled`. */
  settled: boolean
  reason: string | undefined
  sentAt: Date
  createdAt: Date
}

export type OrderStatus = 'sent' | 'open' | 'filled' | 'cancelled' | 'rejected' | 'void'

/** What a caller decides about a new order. */
type OrderWish = Pick<
  Order,
  | 'userId'
  | 'keyId'
  | 'botId'
  | 'planId'
  | 'slot'
  | 'symbol'
  | 'side'
  | 'timeInForce'
  | 'price'
  | 'amount'
>

/** A new intent under an id of its own, as it stands on record when its request leaves. */
export function newIntent(wish: OrderWish, at: Date): Order {
  return {
    ...wish,
    id: randomUUID(),
    clientOrderId: newClientOrderId(),
    status: 'sent',
    exchangeOrderId: undefined,
    filled: new Big(0),
    cost: new Big(0),
    settled: false,
    reason: undefined,
    sentAt: at,
    createdAt: at,
  }
}

/** Statuses of orders that are, or may be, on the exchange. */
export const LIVE: readonly OrderStatus[] = ['sent', 'open']

/** Whether it is, or may be, on the exchange. */
export function isLive({ status }: Pick<Order, 'status'>): boolean {
  return LIVE.includes(status)
}

/** Whether it is a closing sale of which nobody knows whether it was carried out: such a sale never rests. */
export function isUnknownSale(order: Pick<Order, 'status' | 'timeInForce'>): boolean {
  return isLive(order) && order.timeInForce === 'IOC'
}

/** Whether an id at the exchange was made by us, whatever our records say. */
export function isOurClientOrderId(id: string): boolean {
  return /^u[a-z0-9]{17}$/.test(id)
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/**
 * A new client order id: 18 characters of `[a-z0-9]`, not starting with `t`, which every exchange
 * takes (gate takes only ids that start with `t-` and prefixes all others).
 */
export function newClientOrderId(): string {
  return `u${Array.from({ length: 17 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`
}
