import type { ApiKey } from './keys.ts'
import { cancelOrder, checkRequest, placeOrder } from './matching.ts'
import type { Order } from './order.ts'
import { readOrder } from './order-request.ts'
import type { OrderName } from './order-store.ts'
import type { Market } from './markets.ts'
import type { Params } from './params.ts'
import { cancelRejected, missingBoth, orderRejected, Refusal } from './refusal.ts'
import { findMarketOf, getMarketOf, type RouteDeps, type Routes } from './route.ts'
import { cancelledOnWire, orderOnWire, placedOnWire } from './wire.ts'

const DISABLED = 'This action is disabled on this account.'
const LENGTHS = ['ACK', 'RESULT', 'FULL'] as const

/** Placing, cancelling and looking up orders. */
export const orderRoutes: Routes = {
  'POST /api/v3/order': { security: 'trade', weight: 1, answer: place },
  'POST /api/v3/order/test': { security: 'trade', weight: 1, answer: test },
  'DELETE /api/v3/order': { security: 'trade', weight: 1, answer: cancel },
  'DELETE /api/v3/openOrders': { security: 'trade', weight: 1, answer: cancelAll },
  'GET /api/v3/order': { security: 'user-data', weight: 4, answer: query },
  'GET /api/v3/openOrders': {
    security: 'user-data',
    weight: (params) => (params.find('symbol') ? 6 : 80),
    answer: listOpen,
  },
  'GET /api/v3/allOrders': { security: 'user-data', weight: 20, answer: listAll },
}

function place(deps: RouteDeps, params: Params, key: ApiKey) {
  const request = readOrder(params, ownerOf(deps, key))
  const invalid = () => new Refusal(-1138, "Invalid value for parameter 'newOrderRespType'.")
  const asked = params.findOneOf('newOrderRespType', LENGTHS, invalid)
  if (key.state === 'frozen') throw orderRejected(DISABLED)

  const order = placeOrder(deps.spot, request)
  const length = asked ?? (order.type === 'LIMIT_MAKER' ? 'ACK' : 'FULL')
  return placedOnWire(order, deps.spot.store.listTradesOf(order), length)
}

function test(deps: RouteDeps, params: Params, key: ApiKey) {
  const request = readOrder(params, ownerOf(deps, key))
  if (key.state === 'frozen') throw orderRejected(DISABLED)
  checkRequest(deps.spot, request)
  return {}
}

function cancel(deps: RouteDeps, params: Params, key: ApiKey) {
  const { market, name } = readName(deps, params)
  if (key.state === 'frozen') throw cancelRejected(DISABLED)
  const order = cancelOrder(deps.spot, deps.spot.store.find(key.account, market, name))
  return cancelledOnWire(order, params.find('newClientOrderId') ?? deps.newClientOrderId())
}

function cancelAll(deps: RouteDeps, params: Params, key: ApiKey) {
  const market = getMarketOf(deps, params)
  if (key.state === 'frozen') throw cancelRejected(DISABLED)
  const open = deps.spot.store.listOpen(key.account).filter((order) => order.market === market)
  if (open.length === 0) throw cancelRejected()
  return open.map((order) =>
    cancelledOnWire(cancelOrder(deps.spot, order), deps.newClientOrderId()),
  )
}

function query(deps: RouteDeps, params: Params, key: ApiKey) {
  const { market, name } = readName(deps, params)
  const order = deps.spot.store.find(key.account, market, name)
  if (!order) throw new Refusal(-2013, 'Order does not exist.')
  return orderOnWire(order)
}

function listOpen(deps: RouteDeps, params: Params, key: ApiKey) {
  const market = findMarketOf(deps, params)
  const open = deps.spot.store.listOpen(key.account)
  return open.filter((order) => !market || order.market === market).map(orderOnWire)
}

function listAll(deps: RouteDeps, params: Params, key: ApiKey) {
  const market = getMarketOf(deps, params)
  const fromId = params.findInteger('orderId')
  const startTime = params.findInteger('startTime') ?? 0
  const endTime = params.findInteger('endTime') ?? Infinity
  const limit = params.limit(500, 1000)
  const isInside = (order: Order) =>
    fromId === undefined
      ? order.createdAt.getTime() >= startTime && order.createdAt.getTime() <= endTime
      : order.id >= fromId
  const found = deps.spot.store.list(key.account).filter((order) => order.market === market)
  const inside = found.filter(isInside)
  const fromStart = fromId !== undefined || startTime > 0
  return (fromStart ? inside.slice(0, limit) : inside.slice(-limit)).map(orderOnWire)
}

function readName(deps: RouteDeps, params: Params): { market: Market; name: OrderName } {
  const market = getMarketOf(deps, params)
  const id = params.findInteger('orderId')
  const clientOrderId = params.find('origClientOrderId')
  if (id !== undefined) return { market, name: { id } }
  if (clientOrderId === undefined) throw missingBoth('origClientOrderId', 'orderId')
  return { market, name: { clientOrderId } }
}

function ownerOf({ spot, newClientOrderId }: RouteDeps, { account, apiKey }: ApiKey) {
  return { spot, account, placedWith: apiKey, newId: newClientOrderId }
}
