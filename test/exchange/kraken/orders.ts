import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { cancelOrder } from '../../../src/playground/paper-exchange/matching.ts'
import { isOpen, type Order } from '../../../src/playground/paper-exchange/order.ts'
import type { Fields } from './fields.ts'
import { addOrder } from './place.ts'
import { INVALID_ORDER, invalid, onFloor, UNKNOWN_ORDER } from './refusal.ts'
import type { KrakenDeps, PrivateRoutes } from './route.ts'
import { numberOf, orderRow, txidOf } from './rows.ts'

const MOST_QUERIED = 50
const PER_PAGE = 50

/** Placing, cancelling and looking up orders. https://docs.kraken.com/api-reference/trading */
export const orderRoutes: PrivateRoutes = {
  AddOrder: { permissions: ['modify-trades'], points: 0, answer: addOrder },
  CancelOrder: { permissions: ['modify-trades', 'close-trades'], points: 0, answer: cancel },
  OpenOrders: { permissions: ['query-open-trades'], points: 1, answer: openOrders },
  ClosedOrders: { permissions: ['query-closed-trades'], points: 1, answer: closedOrders },
  QueryOrders: {
    permissions: ['query-open-trades', 'query-closed-trades'],
    points: 1,
    answer: queryOrders,
  },
}

/** By Kraken's id or the client's. One that is over is unknown, whatever it ended as. */
function cancel(deps: KrakenDeps, fields: Fields, { account }: ApiKey) {
  const { spot, kraken, clock } = deps
  const txid = fields.find('txid')
  const clientOrderId = fields.find('cl_ord_id')
  if (txid === undefined && clientOrderId === undefined) throw invalid('txid')
  const order =
    txid === undefined
      ? spot.store.listOpen(account).find((one) => one.clientOrderId === clientOrderId)
      : getOrder(deps, account, txid)
  if (order === undefined || !isOpen(order)) throw UNKNOWN_ORDER
  kraken.limits.cancel(order, clock.now())
  onFloor(order, () => cancelOrder(spot, order))
  return { count: 1 }
}

/** All at once, the newest first. */
function openOrders(deps: KrakenDeps, fields: Fields, { account }: ApiKey) {
  const open = deps.spot.store.listOpen(account).toReversed()
  return { open: rowsOf(deps, fields, open.filter(isNamed(fields))) }
}

/** 50 at a time from `ofs` on, the newest first, with the number of all. */
function closedOrders(deps: KrakenDeps, fields: Fields, { account }: ApiKey) {
  const [start, end] = [fields.findNumber('start') ?? 0, fields.findNumber('end') ?? Infinity]
  const closed = deps.spot.store
    .list(account)
    .filter((order) => !isOpen(order))
    .filter(isNamed(fields))
    .filter(({ updatedAt }) => isBetween(updatedAt.getTime() / 1000, start, end))
    .toReversed()
  const from = fields.findNumber('ofs') ?? 0
  const page = closed.slice(from, from + PER_PAGE)
  return { closed: rowsOf(deps, fields, page), count: closed.length }
}

/** Up to 50, by their ids. */
function queryOrders(deps: KrakenDeps, fields: Fields, { account }: ApiKey) {
  const txids = fields.list('txid', MOST_QUERIED)
  return rowsOf(
    deps,
    fields,
    txids.map((txid) => getOrder(deps, account, txid)),
  )
}

/** @throws {KrakenRefusal} EOrder:Invalid order, also for one of another account. */
function getOrder({ spot }: KrakenDeps, account: string, txid: string): Order {
  const order = spot.store.findById(numberOf(txid))
  if (order?.account === account) return order
  throw INVALID_ORDER
}

/** The start is not part of a stretch of time, the end is. */
export function isBetween(seconds: number, start: number, end: number): boolean {
  return seconds > start && seconds <= end
}

function isNamed(fields: Fields): (order: Order) => boolean {
  const name = fields.find('cl_ord_id')
  return ({ clientOrderId, placedWith }) =>
    name === undefined || (clientOrderId === name && placedWith !== 'by hand')
}

function rowsOf({ spot }: KrakenDeps, fields: Fields, orders: readonly Order[]) {
  const withTrades = fields.is('trades')
  return Object.fromEntries(
    orders.map((order) => [
      txidOf(order),
      orderRow(order, spot.store.listTradesOf(order), { withTrades }),
    ]),
  )
}
