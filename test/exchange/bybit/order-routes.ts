import type { Big } from 'big.js'
import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import {
  isOpen,
  type Order,
  type OrderRequest,
  type Trade,
} from '../../../src/playground/paper-exchange/order.ts'
import type { AnswerDeps } from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { Fields } from './fields.ts'
import { executionIdOf, type Gateway } from './gateway.ts'
import { pageOf } from './pages.ts'
import { BybitRefusal, NO_SUCH_ORDER } from './refusal.ts'
import { executionRow, orderRow } from './rows.ts'
import { assertMayTrade } from './signed.ts'

const WEEK_MS = 7 * 86_400_000

/** Placing, cancelling and looking up orders and their executions. */
export function orderRoutes(gateway: Gateway) {
  return {
    'POST /v5/order/create': (deps: AnswerDeps, fields: Fields, key: ApiKey) => {
      assertMayTrade(key)
      const request = readOrder(fields, key)
      if (!deps.spot.listings.isTrading(request.market)) {
        throw new BybitRefusal(170157, 'The trading pair is not available for api trading.')
      }
      const orderId = gateway.accept(deps, request)
      return { orderId, orderLinkId: request.clientOrderId }
    },

    'POST /v5/order/cancel': (deps: AnswerDeps, fields: Fields, key: ApiKey) => {
      assertMayTrade(key)
      fields.assertSpot()
      const market = fields.market()
      const order = named(gateway, gateway.orders(deps, key.account), fields)?.[0]
      if (order?.market !== market || !gateway.cancel(deps, order)) throw NO_SUCH_ORDER
      return { orderId: gateway.idOf(order), orderLinkId: order.clientOrderId }
    },

    'GET /v5/order/realtime': (deps: AnswerDeps, fields: Fields, { account }: ApiKey) => {
      const recent = gateway.recent(deps, account)
      const found = named(gateway, recent, fields) ?? recent.filter(isOpen)
      return orderPage(gateway, deps, fields, found)
    },

    'GET /v5/order/history': (deps: AnswerDeps, fields: Fields, { account }: ApiKey) => {
      const [from, until] = stretchOf(deps, fields)
      const closed = gateway
        .orders(deps, account)
        .filter((order) => !isOpen(order) && isWithin(order.createdAt, from, until))
      return orderPage(gateway, deps, fields, named(gateway, closed, fields) ?? closed)
    },

    'GET /v5/execution/list': (deps: AnswerDeps, fields: Fields, { account }: ApiKey) => {
      fields.assertSpot()
      const trades = executionsOf(gateway, deps, fields, account)
      const { list, nextPageCursor } = pageOf(trades, fields, {
        usual: 50,
        most: 100,
        nameOf: executionIdOf,
      })
      const leaves = leavesAfter(deps, new Set(list.map(({ order }) => order)))
      const rows = list.map((trade) => executionRow(gateway, trade, leaves.get(trade)))
      return { category: 'spot', list: rows, nextPageCursor }
    },
  }
}

/** Where an order is named, all else is left unread; so it is with Bybit, who says it in its documents. */
function executionsOf(
  gateway: Gateway,
  deps: AnswerDeps,
  fields: Fields,
  account: string,
): Trade[] {
  const { store } = deps.spot
  const orders = named(gateway, gateway.orders(deps, account), fields)
  if (orders) return orders.flatMap((order) => [...store.listTradesOf(order)]).toReversed()
  const [from, until] = stretchOf(deps, fields)
  const market = fields.findMarket()
  return store
    .listTrades(account)
    .filter(({ order, at }) => (!market || order.market === market) && isWithin(at, from, until))
    .toReversed()
}

/** Seven days at most, the last seven if none are named. */
function stretchOf({ clock }: AnswerDeps, fields: Fields): [from: number, until: number] {
  const [start, end] = [fields.findTime('startTime'), fields.findTime('endTime')]
  const until = end ?? (start === undefined ? clock.now().getTime() : start + WEEK_MS)
  const from = start ?? until - WEEK_MS
  if (until - from > WEEK_MS || until < from) {
    throw new BybitRefusal(
      10001,
      'The time range between startTime and endTime cannot exceed 7 days',
    )
  }
  return [from, until]
}

function isWithin(at: Date, from: number, until: number): boolean {
  return at.getTime() >= from && at.getTime() <= until
}

/** Those of that name; undefined where none is named. The order's own id counts before ours. */
function named(gateway: Gateway, orders: readonly Order[], fields: Fields): Order[] | undefined {
  const [orderId, orderLinkId] = [fields.find('orderId'), fields.find('orderLinkId')]
  if (orderId !== undefined) return orders.filter((order) => gateway.idOf(order) === orderId)
  if (orderLinkId === undefined) return undefined
  return orders.filter((order) => order.clientOrderId === orderLinkId)
}

function orderPage(gateway: Gateway, deps: AnswerDeps, fields: Fields, orders: readonly Order[]) {
  fields.assertSpot()
  const [market, isNamed] = [
    fields.findMarket(),
    fields.find('orderId') ?? fields.find('orderLinkId'),
  ]
  const wanted = orders.filter((order) => isNamed || !market || order.market === market)
  const { list, nextPageCursor } = pageOf(wanted, fields, {
    usual: 20,
    most: 50,
    nameOf: (order) => gateway.idOf(order),
  })
  const { store } = deps.spot
  const rows = list.map((order) => orderRow(gateway, order, store.listTradesOf(order)))
  return { category: 'spot', list: rows, nextPageCursor }
}

/** What was left of these orders after each of their fills. */
function leavesAfter({ spot }: AnswerDeps, orders: ReadonlySet<Order>): Map<Trade, Big> {
  const leaves = new Map<Trade, Big>()
  for (const order of orders) {
    let left = order.amount
    for (const trade of spot.store.listTradesOf(order)) {
      left = left.minus(trade.amount)
      leaves.set(trade, left)
    }
  }
  return leaves
}

function readOrder(fields: Fields, { account, apiKey }: ApiKey): OrderRequest {
  fields.assertSpot()
  const market = fields.market()
  const side = oneOf(fields.get('side'), { Buy: 'buy', Sell: 'sell' } as const)
  if (!side) throw new BybitRefusal(170117, 'Invalid side.')
  // Undock never trades at market, so neither is it here.
  if (fields.get('orderType') !== 'Limit') throw new BybitRefusal(170116, 'Invalid orderType.')
  const timeInForce = oneOf(fields.find('timeInForce') ?? 'GTC', TIMES_IN_FORCE)
  if (!timeInForce) throw new BybitRefusal(170115, 'Invalid timeInForce.')
  const clientOrderId = fields.get('orderLinkId')
  if (!/^[\w-]{1,36}$/.test(clientOrderId)) {
    throw new BybitRefusal(10001, 'params error: orderLinkId invalid')
  }
  const [amount, price] = [fields.decimal('qty'), fields.decimal('price')]
  const request = { account, placedWith: apiKey, market, side, timeInForce, clientOrderId }
  return { ...request, type: 'LIMIT', amount, price, cost: undefined }
}

const TIMES_IN_FORCE = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK' } as const

function oneOf<T>(name: string, values: Readonly<Record<string, T>>): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}
