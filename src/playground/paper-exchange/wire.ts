import { Big } from 'big.js'
import type { Order, Trade } from './order.ts'

/** Money as Binance writes it: 8 decimals. */
export function money(value: Big): string {
  return value.toFixed(8)
}

/** An order as `GET /api/v3/order` and the lists answer it. */
export function orderOnWire(order: Order) {
  return {
    symbol: order.market.id,
    orderId: order.id,
    orderListId: order.condition?.listId ?? -1,
    clientOrderId: order.clientOrderId,
    ...progressOnWire(order),
    stopPrice: money(order.condition?.stopPrice ?? new Big(0)),
    ...trailingOnWire(order),
    icebergQty: '0.00000000',
    time: order.createdAt.getTime(),
    updateTime: order.updatedAt.getTime(),
    ...workingOnWire(order),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  }
}

/** Binance adds both only to orders that trail: enabled by `trailingDelta`, -1 until the trailing begins. */
function trailingOnWire({ condition }: Order) {
  const trailingDelta = condition?.trailingDelta
  return trailingDelta === undefined ? {} : { trailingDelta, trailingTime: -1 }
}

/** Whether the order stands in the book: one that waits for its stop price does not. */
function workingOnWire({ condition, createdAt }: Order) {
  const waits = condition?.stopPrice !== undefined || condition?.trailingDelta !== undefined
  return waits
    ? { isWorking: false, workingTime: -1 }
    : { isWorking: true, workingTime: createdAt.getTime() }
}

/** The answer to a new order, as long as the caller wants it. */
export function placedOnWire(
  order: Order,
  trades: readonly Trade[],
  length: 'ACK' | 'RESULT' | 'FULL',
) {
  const ack = {
    symbol: order.market.id,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientOrderId,
    transactTime: order.updatedAt.getTime(),
  }
  if (length === 'ACK') return ack
  const result = {
    ...ack,
    ...progressOnWire(order),
    workingTime: order.createdAt.getTime(),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  }
  return length === 'RESULT' ? result : { ...result, fills: trades.map(fillOnWire) }
}

/** The answer to a cancel: the order's own id moves to `origClientOrderId`. */
export function cancelledOnWire(order: Order, cancelId: string) {
  return {
    symbol: order.market.id,
    origClientOrderId: order.clientOrderId,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: cancelId,
    transactTime: order.updatedAt.getTime(),
    ...progressOnWire(order),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  }
}

/** A fill as `GET /api/v3/myTrades` answers it. */
export function tradeOnWire(trade: Trade) {
  return {
    symbol: trade.order.market.id,
    id: trade.id,
    orderId: trade.order.id,
    orderListId: -1,
    price: money(trade.price),
    qty: money(trade.amount),
    quoteQty: money(trade.cost),
    ...feeOnWire(trade),
    time: trade.at.getTime(),
    isBuyer: trade.order.side === 'buy',
    isMaker: trade.maker,
    isBestMatch: true,
  }
}

function progressOnWire(order: Order) {
  return {
    price: money(order.price ?? new Big(0)),
    origQty: money(order.amount),
    executedQty: money(order.filled),
    origQuoteOrderQty: money(order.wantedCost ?? new Big(0)),
    // Binance: the misspelling is theirs.
    cummulativeQuoteQty: money(order.cost),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side.toUpperCase(),
  }
}

function fillOnWire(trade: Trade) {
  return {
    price: money(trade.price),
    qty: money(trade.amount),
    ...feeOnWire(trade),
    tradeId: trade.id,
  }
}

function feeOnWire({ fee, feeAsset, feeTold }: Trade) {
  if (feeTold === 'missing') return {}
  if (feeTold === 'empty') return { commission: '', commissionAsset: '' }
  return { commission: money(fee), commissionAsset: feeAsset }
}
