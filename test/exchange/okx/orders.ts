import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { cancelOrder } from '../../../src/playground/paper-exchange/matching.ts'
import { isOpen, type Order } from '../../../src/playground/paper-exchange/order.ts'
import type { OrderName } from '../../../src/playground/paper-exchange/order-store.ts'
import type { RouteDeps } from '../../../src/playground/paper-exchange/route.ts'
import { place } from './place.ts'
import { notThere, OkxRefusal, onFloor } from './refusal.ts'
import { findMarketOf, getMarketOf, limitOf, type Params, type Routes } from './route.ts'
import { fromId, isRemembered, orderOnWire, timeOf, toId } from './wire.ts'

/** Orders whose cancel was accepted and is not carried out yet; undefined while cancels are prompt. */
export interface SlowCancels {
  held: Set<Order> | undefined
}

/** Placing, cancelling and looking up orders. */
export function orderRoutes(cancels: SlowCancels): Routes {
  return {
    'POST /api/v5/trade/order': {
      permission: 'trade',
      limit: 60,
      rule: 'User ID + Instrument ID',
      answer: (deps, params, key) => [place(deps, params, key)],
    },
    'POST /api/v5/trade/cancel-order': {
      permission: 'trade',
      limit: 60,
      rule: 'User ID + Instrument ID',
      answer: (deps, params, key) => [cancel(deps, params, { key, cancels })],
    },
    'GET /api/v5/trade/order': {
      permission: 'read',
      limit: 60,
      rule: 'User ID + Instrument ID',
      answer: (deps, params, key) => [details(deps, params, key)],
    },
    'GET /api/v5/trade/orders-pending': {
      permission: 'read',
      limit: 60,
      rule: 'User ID',
      answer: pending,
    },
  }
}

/** Taken for granted only once the order says so: https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-cancel-order */
function cancel(
  { spot, clock }: RouteDeps,
  params: Params,
  { key, cancels: { held } }: { key: ApiKey; cancels: SlowCancels },
) {
  const market = getMarketOf(params)
  const order = spot.store.find(key.account, market, nameOf(params))
  if (order && held?.has(order)) {
    throw new OkxRefusal(
      '51410',
      'Cancellation failed as the order is already in canceling status or pending settlement.',
    )
  }
  if (held && order && isOpen(order)) held.add(order)
  else onFloor({ market, side: 'sell' }, () => cancelOrder(spot, order))
  const { clOrdId = '' } = params
  return {
    clOrdId,
    ordId: order ? toId(order.id) : '',
    ts: timeOf(clock.now()),
    sCode: '0',
    sMsg: '',
  }
}

function details({ spot, clock }: RouteDeps, params: Params, { account }: ApiKey) {
  const order = spot.store.find(account, getMarketOf(params), nameOf(params))
  if (!order || !isRemembered(order, clock.now())) throw notThere()
  return orderOnWire(order, spot.store.listTradesOf(order))
}

/** Newest first, earlier than `after` and later than `before`. */
function pending({ spot }: RouteDeps, params: Params, { account }: ApiKey) {
  const market = findMarketOf(params)
  const { after, before, instType = 'SPOT' } = params
  if (instType !== 'SPOT') return []
  return spot.store
    .listOpen(account)
    .filter((order) => market === undefined || order.market === market)
    .filter(({ id }) => after === undefined || id < fromId('after', after))
    .filter(({ id }) => before === undefined || id > fromId('before', before))
    .toReversed()
    .slice(0, limitOf(params))
    .map((order) => orderOnWire(order, spot.store.listTradesOf(order)))
}

function nameOf({ ordId = '', clOrdId = '' }: Params): OrderName {
  if (ordId !== '') return { id: fromId('ordId', ordId) }
  if (clOrdId !== '') return { clientOrderId: clOrdId }
  throw new OkxRefusal('51407', 'Either order ID or client order ID is required.')
}
