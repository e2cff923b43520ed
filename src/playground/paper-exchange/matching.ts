import { Big } from 'big.js'
import type { Clock } from '../../lib/clock.ts'
import type { Book, Level } from './book.ts'
import { amountOf, checkBalance, takeable } from './order-terms.ts'
import { checkFilters } from './filters.ts'
import type { Ledger } from './ledger.ts'
import type { Listings } from './listings.ts'
import type { Market } from './markets.ts'
import { isOpen, neededLock, remaining, type Order, type OrderRequest } from './order.ts'
import type { OrderStore } from './order-store.ts'
import { cancelRejected, invalidSymbol, orderRejected, Refusal } from './refusal.ts'
import { settle, type OnFill } from './settlement.ts'

/** What the matching engine works on. */
export interface MatchingDeps {
  clock: Clock
  ledger: Ledger
  store: OrderStore
  listings: Listings
  bookOf: (market: Market) => Book
  midOf: (market: Market) => Big
  onOrder: (order: Order) => void
  onFill: OnFill
}

/**
 * Takes an order: what the book offers at its price fills at once, the rest waits or expires.
 *
 * @throws {Refusal} if the market is closed, or a filter, a duplicate client id or the balance forbids it.
 */
export function placeOrder(deps: MatchingDeps, request: OrderRequest): Order {
  const { store, ledger, bookOf, midOf } = deps
  const { account, market, clientOrderId, side, timeInForce, type } = request
  if (!deps.listings.isTrading(market)) throw closedTo(deps, market)
  checkRequest(deps, request)
  const open = store.listOpen(account)
  if (open.some((order) => order.clientOrderId === clientOrderId)) {
    throw orderRejected('Duplicate order sent.')
  }
  const levels = takeable(request, bookOf(market), midOf(market))
  if (type === 'LIMIT_MAKER' && levels.length > 0) {
    throw orderRejected('Order would immediately match and take.')
  }
  const takes = timeInForce === 'FOK' && amountOf(levels).lt(request.amount ?? 0) ? [] : levels
  checkBalance(ledger, request, takes)

  const order = toOrder(deps, request, takes)
  store.insert(order)
  expireOwn(deps, order, takes)
  for (const level of takes) {
    bookOf(market).eat(side === 'buy' ? 'asks' : 'bids', level)
    settle(deps, order, { ...level, maker: false })
  }
  if (order.status !== 'FILLED') restOrExpire(deps, order)
  deps.onOrder(order)
  return order
}

/** Holds an order against its market's filters without placing it. */
export function checkRequest(deps: MatchingDeps, request: OrderRequest): void {
  const { store, listings, midOf } = deps
  const { account, market } = request
  const open = store.listOpen(account).filter((order) => order.market === market)
  const situation = { mid: midOf(market), openOrders: open.length }
  checkFilters(request, listings.rulesOf(market), situation)
}

function closedTo({ listings }: MatchingDeps, market: Market): Refusal {
  return listings.statusOf(market) === 'gone'
    ? invalidSymbol()
    : new Refusal(-1013, 'Market is closed.')
}

/**
 * Takes a resting order out and frees what it had locked.
 *
 * @throws {Refusal} -2011 if it does not rest, or its market is halted.
 */
export function cancelOrder(deps: MatchingDeps, order: Order | undefined): Order {
  if (!order || !isOpen(order)) throw cancelRejected()
  const status = deps.listings.statusOf(order.market)
  if (status === 'gone') throw invalidSymbol()
  if (status === 'halted') throw cancelRejected('Market is closed.')
  takeOut(deps, order, 'CANCELED')
  return order
}

/** Ends a resting order and frees what it had locked, whatever its market does. */
export function takeOut(
  deps: MatchingDeps,
  order: Order,
  status: 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH',
): void {
  const { asset, amount } = neededLock(order)
  deps.ledger.add(order.account, asset, { free: amount, locked: amount.neg() })
  order.status = status
  order.updatedAt = deps.clock.now()
  deps.store.noteStatus(order)
  deps.onOrder(order)
}

/** Fills, at their own price, the resting orders of an open market that its mid price has reached. */
export function fillCrossed(deps: MatchingDeps, market: Market): void {
  if (!deps.listings.isTrading(market)) return
  const mid = deps.midOf(market)
  for (const order of deps.store.listOpen()) {
    const { price, side, condition } = order
    if (order.market !== market || !price || condition) continue
    if (side === 'buy' ? mid.lte(price) : mid.gte(price)) fillResting(deps, order, remaining(order))
  }
}

/**
 * Fills a part of a resting order at its own price.
 *
 * @throws {RangeError} if it does not rest or less than `amount` is left.
 */
export function fillResting(deps: MatchingDeps, order: Order, amount: Big): void {
  if (!isOpen(order) || !order.price || amount.lte(0) || amount.gt(remaining(order))) {
    throw new RangeError(`Cannot fill ${amount.toFixed()} of order ${order.id}: ${order.status}`)
  }
  settle(deps, order, { price: order.price, amount, maker: true })
  deps.store.noteStatus(order)
  deps.onOrder(order)
}

/** Nobody trades with themself: what rests of the same account and would be met expires (EXPIRE_MAKER). */
function expireOwn(deps: MatchingDeps, taker: Order, takes: Level[]): void {
  const { account, market, side, price: limit } = taker
  const worst = takes.at(-1)?.price
  const reach = amountOf(takes).lt(taker.amount) ? (limit ?? worst) : worst
  if (reach === undefined) return
  for (const order of deps.store.listOpen(account)) {
    const { price, condition } = order
    if (order.market !== market || order.side === side || !price || condition) continue
    if (side === 'buy' ? price.gt(reach) : price.lt(reach)) continue
    takeOut(deps, order, 'EXPIRED_IN_MATCH')
  }
}

function restOrExpire({ ledger, store }: MatchingDeps, order: Order): void {
  if (order.type === 'MARKET' || order.timeInForce !== 'GTC') {
    order.status = 'EXPIRED'
    store.noteStatus(order)
    return
  }
  const { asset, amount } = neededLock(order)
  ledger.add(order.account, asset, { free: amount.neg(), locked: amount })
}

function toOrder({ clock, store }: MatchingDeps, request: OrderRequest, takes: Level[]): Order {
  const { amount, cost, ...rest } = request
  return {
    ...rest,
    id: store.nextOrderId(),
    amount: amount ?? amountOf(takes),
    wantedCost: cost,
    filled: new Big(0),
    cost: new Big(0),
    status: 'NEW',
    createdAt: clock.now(),
    updatedAt: clock.now(),
  }
}
