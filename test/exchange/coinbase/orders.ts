import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { cancelOrder } from '../../../src/playground/paper-exchange/matching.ts'
import { isOpen, type Order } from '../../../src/playground/paper-exchange/order.ts'
import { bodyOf, pageOf } from './fields.ts'
import { createOrder } from './place.ts'
import { invalid, onFloor, OrderFailure, refusal } from './refusal.ts'
import { productIdOf, type Asked, type CoinbaseDeps, type Routes } from './route.ts'
import { orderIdOf, orderRow, statusOf } from './rows.ts'

const PATH = '/api/v3/brokerage/orders'
const PAGE = { usual: 1_000, most: 1_000 }

/** Placing, cancelling and looking up orders. */
export const orderRoutes: Routes = {
  [`POST ${PATH}`]: { scope: 'trade', answer: createOrder },
  [`POST ${PATH}/batch_cancel`]: { scope: 'trade', answer: batchCancel },
  [`GET ${PATH}/historical/batch`]: { scope: 'view', answer: listOrders },
  [`GET ${PATH}/historical/*`]: { scope: 'view', answer: getOrder },
}

/** Each order has a result of its own; success means that the cancel was taken. */
function batchCancel(deps: CoinbaseDeps, { request }: Asked, { account }: ApiKey) {
  const ids = bodyOf(request)['order_ids']
  if (!Array.isArray(ids) || ids.length === 0) throw invalid('order_ids is required')
  return {
    results: ids.map((id) => {
      const failure_reason = cancel(deps, findOrder(deps, account, String(id)))
      const success = failure_reason === 'UNKNOWN_CANCEL_FAILURE_REASON'
      return { success, failure_reason, order_id: String(id) }
    }),
  }
}

/** Why it can not be cancelled; `UNKNOWN_CANCEL_FAILURE_REASON` where it can. */
function cancel({ spot, coinbase: { pendingCancels } }: CoinbaseDeps, order: Order | undefined) {
  if (order === undefined || !isOpen(order)) return 'UNKNOWN_CANCEL_ORDER'
  if (pendingCancels?.has(order)) return 'DUPLICATE_CANCEL_REQUEST'
  if (pendingCancels) {
    pendingCancels.add(order)
    return 'UNKNOWN_CANCEL_FAILURE_REASON'
  }
  try {
    onFloor(order, () => cancelOrder(spot, order))
    return 'UNKNOWN_CANCEL_FAILURE_REASON'
  } catch (error) {
    if (error instanceof OrderFailure) return 'COMMANDER_REJECTED_CANCEL_ORDER'
    throw error
  }
}

/** The newest first. https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/orders/list-orders */
function listOrders(deps: CoinbaseDeps, { fields }: Asked, { account }: ApiKey) {
  const { spot, coinbase } = deps
  const statuses = fields.all('order_status')
  if (statuses.includes('OPEN') && statuses.length > 1) {
    throw invalid('cannot pair OPEN with other order statuses')
  }
  if (!fields.allows('product_type', 'SPOT')) return { orders: [], has_next: false, cursor: '' }
  const all = spot.store
    .list(account)
    .toReversed()
    .filter(({ market }) => fields.allows('product_ids', productIdOf(market)))
    .filter((order) => fields.allows('order_status', statusOf(order, coinbase.pendingCancels)))
    .filter((order) => fields.allows('order_ids', orderIdOf(order)))
  const { rows, ...page } = pageOf(all, fields, PAGE)
  return { orders: rows.map((order) => rowOf(deps, order)), sequence: '0', ...page }
}

function getOrder(deps: CoinbaseDeps, { id }: Asked, { account }: ApiKey) {
  const order = findOrder(deps, account, id)
  if (order) return { order: rowOf(deps, order) }
  throw refusal(404, 'NOT_FOUND', 'order with this orderID was not found')
}

function findOrder({ spot }: CoinbaseDeps, account: string, id: string): Order | undefined {
  return spot.store.list(account).find((order) => orderIdOf(order) === id)
}

function rowOf({ spot, coinbase }: CoinbaseDeps, order: Order) {
  const status = statusOf(order, coinbase.pendingCancels)
  return orderRow(order, spot.store.listTradesOf(order), status)
}
