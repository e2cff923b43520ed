import { Big } from 'big.js'
import { isOpen, type Order, type Trade } from '../../../src/playground/paper-exchange/order.ts'
import { uuidOf } from './ids.ts'
import { productIdOf } from './route.ts'

const STATUSES = {
  NEW: 'OPEN',
  PARTIALLY_FILLED: 'OPEN',
  FILLED: 'FILLED',
  CANCELED: 'CANCELLED',
  EXPIRED: 'CANCELLED',
  EXPIRED_IN_MATCH: 'CANCELLED',
} satisfies Record<Order['status'], string>

const TIMES = {
  GTC: 'GOOD_UNTIL_CANCELLED',
  IOC: 'IMMEDIATE_OR_CANCEL',
  FOK: 'FILL_OR_KILL',
} satisfies Record<Order['timeInForce'], string>

/** The name of the configuration that an order of that kind is placed with. */
const CONFIGURATIONS = {
  GTC: 'limit_limit_gtc',
  IOC: 'sor_limit_ioc',
  FOK: 'limit_limit_fok',
} satisfies Record<Order['timeInForce'], string>

export function orderIdOf({ id }: Pick<Order, 'id'>): string {
  return uuidOf('order', id)
}

/** Where an order is, in Coinbase's words. */
export function statusOf(order: Order, pendingCancels: ReadonlySet<Order> | undefined): string {
  return isOpen(order) && pendingCancels?.has(order) ? 'CANCEL_QUEUED' : STATUSES[order.status]
}

/** The part of an order that it was placed with, by its kind. */
function configurationOf({ type, timeInForce, amount, price }: Order) {
  if (type === 'MARKET') return { market_market_ioc: { base_size: amount.toFixed() } }
  const limit = { base_size: amount.toFixed(), limit_price: price?.toFixed() ?? '' }
  const ofKind = timeInForce === 'GTC' ? { ...limit, post_only: false } : limit
  return { [CONFIGURATIONS[timeInForce]]: ofKind }
}

/** An order as the lists and the look-up by its id answer it. */
export function orderRow(order: Order, trades: readonly Trade[], status: string) {
  const { market, side, amount, filled, cost, type, timeInForce } = order
  const fees = trades.reduce((sum, trade) => sum.plus(commissionOf(trade)), new Big(0))
  const average = filled.gt(0) ? cost.div(filled) : new Big(0)
  const last = trades.at(-1)
  return {
    order_id: orderIdOf(order),
    product_id: productIdOf(market),
    user_id: uuidOf('user', order.account),
    order_configuration: configurationOf(order),
    side: side.toUpperCase(),
    client_order_id: order.clientOrderId,
    status,
    time_in_force: TIMES[timeInForce],
    created_time: order.createdAt.toISOString(),
    completion_percentage: filled.div(amount).times(100).round(2).toFixed(),
    filled_size: filled.toFixed(),
    average_filled_price: average.toFixed(),
    fee: '',
    number_of_fills: String(trades.length),
    filled_value: cost.toFixed(),
    pending_cancel: status === 'CANCEL_QUEUED',
    size_in_quote: false,
    total_fees: fees.toFixed(),
    size_inclusive_of_fees: false,
    total_value_after_fees: (side === 'buy' ? cost.plus(fees) : cost.minus(fees)).toFixed(),
    trigger_status: 'INVALID_ORDER_TYPE',
    order_type: type === 'MARKET' ? 'MARKET' : 'LIMIT',
    reject_reason: 'REJECT_REASON_UNSPECIFIED',
    settled: !isOpen(order),
    product_type: 'SPOT',
    reject_message: '',
    cancel_message: order.status === 'CANCELED' ? 'User requested cancel' : '',
    order_placement_source: 'RETAIL_ADVANCED',
    outstanding_hold_amount: isOpen(order) ? amount.minus(filled).toFixed() : '0',
    is_liquidation: false,
    last_fill_time: last === undefined ? null : last.at.toISOString(),
    edit_history: [],
    leverage: '',
    margin_type: 'UNKNOWN_MARGIN_TYPE',
    retail_portfolio_id: uuidOf('portfolio', order.account),
  }
}

/** A fill. Its commission is in the quote, whichever coin it was taken in. */
export function fillRow(trade: Trade) {
  const { id, order, price, amount, maker, at } = trade
  return {
    entry_id: uuidOf('entry', id).replaceAll('-', '').repeat(2),
    trade_id: uuidOf('trade', id),
    order_id: orderIdOf(order),
    trade_time: at.toISOString(),
    trade_type: 'FILL',
    price: price.toFixed(),
    size: amount.toFixed(),
    commission: commissionOf(trade).toFixed(),
    product_id: productIdOf(order.market),
    sequence_timestamp: at.toISOString(),
    liquidity_indicator: maker ? 'MAKER' : 'TAKER',
    size_in_quote: false,
    user_id: uuidOf('user', order.account),
    side: order.side.toUpperCase(),
    retail_portfolio_id: uuidOf('portfolio', order.account),
  }
}

function commissionOf({ fee, feeAsset, order, price }: Trade): Big {
  return feeAsset === order.market.base ? fee.times(price) : fee
}
