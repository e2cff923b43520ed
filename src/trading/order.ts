import { randomInt, randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Side } from '../exchange/market.ts'

/**
 * An order intent: recorded before its request leaves, and until its last fill is on record.
 *
 * `planned` → `sent` → `open` → `filled` | `cancelled`. `rejected`: the exchange refused it.
 * `void`: it never reached the exchange. `sent` means unknown: it may be there or not.
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
  sentAt: Date | undefined
  createdAt: Date
}

export type OrderStatus = 'planned' | 'sent' | 'open' | 'filled' | 'cancelled' | 'rejected' | 'void'

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

/** A new intent under an id of its own; nothing of it is recorded or sent yet. */
export function planOrder(wish: OrderWish, at: Date): Order {
  return {
    ...wish,
    id: randomUUID(),
    clientOrderId: newClientOrderId(),
    status: 'planned',
    exchangeOrderId: undefined,
    filled: new Big(0),
    cost: new Big(0),
    settled: false,
    reason: undefined,
    sentAt: undefined,
    createdAt: at,
  }
}

/** Whether an id at the exchange was made by us, whatever our records say. */
export function isOurClientOrderId(id: string): boolean {
  return /^u[a-z0-9]{17}$/.test(id)
}

/** Orders that are, or may be, on the exchange. */
export const LIVE: readonly OrderStatus[] = ['planned', 'sent', 'open']

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/**
 * A new client order id: 18 characters of `[a-z0-9]`, not starting with `t`, which every exchange
 * takes (gate takes only ids that start with `t-` and prefixes all others).
 */
function newClientOrderId(): string {
  return `u${Array.from({ length: 17 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`
}
