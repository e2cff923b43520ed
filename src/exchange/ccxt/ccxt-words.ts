import { Big } from 'big.js'
import type { CcxtOrder, CcxtTrade } from './ccxt-client.ts'
import type { Fee, Fees } from '../fees.ts'
import type { ExchangeFill, ExchangeOrder, NewOrder, OrderRef } from '../exchange.ts'
import type { Side } from '../market.ts'
import { reportUnread } from '../dialect/unread.ts'

/** ccxt's words for orders that are over. All others, new words too, mean: may still fill. */
const OVER: Record<string, ExchangeOrder['status']> = {
  closed: 'filled',
  canceled: 'cancelled',
  expired: 'cancelled',
  rejected: 'rejected',
}

/** ccxt's words for orders that may still fill. */
const RESTING = ['open', 'canceling']

/**
 * ccxt's order in our words. `ref` is what was asked for: in answers to a cancel, Binance puts a new
 * client order id in the place of ours.
 *
 * @throws {TypeError} if a part is missing that every order of ours has.
 */
export function toExchangeOrder(order: CcxtOrder, ref?: OrderRef): ExchangeOrder {
  const fills = fillsOf(order)
  const amount = positive(order.amount, 'amount')
  const filled = notNegative(order.filled, 'filled')
  if (isCostMadeUp(order)) throw new TypeError('Cannot read answer: no average price')
  const status = toStatus(given(order.status, 'status'))
  return {
    symbol: ref?.symbol ?? order.symbol,
    clientOrderId: ref?.clientOrderId ?? order.clientOrderId ?? '',
    id: given(order.id, 'id'),
    side: toSide(order.side),
    amount,
    // Orders at market, which only others place, have none; of ours we know it.
    price: ref === undefined ? positive(order.price, 'price') : new Big(order.price ?? 0),
    filled,
    // Binance says -1 where it does not know.
    cost: notNegative(order.cost, 'cost'),
    // Some say "closed" too of one that was cancelled with a part of it filled.
    status: status === 'filled' && filled.lt(amount) ? 'cancelled' : status,
    ...(order.status === 'expired' && { lapsed: true }),
    createdAt: toDate(order.timestamp),
    ...(fills !== undefined && { fills }),
  }
}

function toStatus(said: string): ExchangeOrder['status'] {
  if (OVER[said] === undefined && !RESTING.includes(said)) {
    reportUnread('the status of an order', `a word of ${said.length} letters that we do not know`)
  }
  return OVER[said] ?? 'open'
}

/** Whether ccxt's order tells all of an order's state: some exchanges answer only that they took it. */
export function isWhole(order: Partial<CcxtOrder>): order is CcxtOrder {
  const { id, side, amount, filled, cost, status, timestamp } = order
  const parts = [id, side, amount, filled, cost, status, timestamp]
  return parts.every((part) => part !== undefined && part !== null) && !isCostMadeUp(order)
}

/** Without a cost or an average price, ccxt 4.5.84 assumes that all was filled at the limit price. */
function isCostMadeUp({ filled, average }: Partial<CcxtOrder>): boolean {
  return (average ?? undefined) === undefined && !new Big(filled ?? 0).eq(0)
}

/** An order that was taken, of which no more is known yet: it rests, until somebody says otherwise. */
export function toAccepted({ id }: CcxtOrder, order: NewOrder): ExchangeOrder {
  const { symbol, clientOrderId, side, amount, price, sentAt } = order
  return {
    symbol,
    clientOrderId,
    side,
    amount,
    price,
    id: given(id, 'id'),
    filled: new Big(0),
    cost: new Big(0),
    status: 'open',
    createdAt: sentAt,
  }
}

/** The executions that an answer holds; undefined unless they are all that was filled, with their fees. */
function fillsOf(order: CcxtOrder): ExchangeFill[] | undefined {
  const { id, side, timestamp, trades = [] } = order
  // Some answers name the ids of trades, and no more.
  if (trades.length === 0 || !trades.every(isWholeTrade)) return undefined
  const fills = trades.map((trade) => toFill({ ...trade, order: id, side, timestamp }))
  const amount = fills.reduce((total, fill) => total.plus(fill.amount), new Big(0))
  return amount.eq(order.filled ?? 0) ? fills : undefined
}

function isWholeTrade(trade: CcxtTrade): boolean {
  const { id, price, amount, cost } = trade
  return Boolean(id && price && amount && cost) && toFees(trade) !== 'unknown'
}

/**
 * ccxt's trade in our words. Its fees are never a reason to refuse it.
 *
 * @throws {TypeError} if a part is missing that every fill has.
 */
export function toFill(trade: CcxtTrade): ExchangeFill {
  return {
    id: given(trade.id, 'id'),
    orderId: given(trade.order, 'order'),
    symbol: trade.symbol,
    side: toSide(trade.side),
    price: new Big(given(trade.price, 'price')),
    amount: new Big(given(trade.amount, 'amount')),
    cost: new Big(given(trade.cost, 'cost')),
    fees: toFees(trade),
    at: new Date(given(trade.timestamp, 'timestamp')),
  }
}

/** A fee of zero is none, whatever its coin. */
function toFees({ fee, fees = [] }: CcxtTrade): Fees {
  const said = fees.length > 0 ? fees : [fee ?? {}]
  const read: Fee[] = []
  for (const { cost, currency: coin } of said) {
    const amount = amountOf(cost)
    if (amount === undefined || (!coin && !amount.eq(0))) return 'unknown'
    if (coin && !amount.eq(0)) read.push({ amount, coin })
  }
  return read
}

/** Undefined for what is no number. */
function amountOf(text: string | undefined | null): Big | undefined {
  try {
    return new Big(text ?? '')
  } catch {
    return undefined
  }
}

function given<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) throw new TypeError(`Cannot read answer: no ${name}`)
  return value
}

/** No exchange is older. */
const FIRST_BLOCK = new Date('2009-01-03')

function toDate(timestamp: number | undefined): Date {
  const date = new Date(given(timestamp, 'timestamp'))
  if (date >= FIRST_BLOCK) return date
  throw new TypeError('Cannot read answer: no date')
}

function positive(value: string | undefined, name: string): Big {
  const number = notNegative(value, name)
  if (!number.eq(0)) return number
  throw new TypeError(`Cannot read answer: ${name} is zero`)
}

function notNegative(value: string | undefined, name: string): Big {
  const number = new Big(given(value, name))
  if (number.gte(0)) return number
  throw new TypeError(`Cannot read answer: ${name} is below zero`)
}

function toSide(side: string | undefined): Side {
  if (side === 'buy' || side === 'sell') return side
  throw new TypeError('Cannot read answer: no side')
}
