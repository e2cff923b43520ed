import { Big } from 'big.js'
import type { Schema } from '../db/schema.ts'
import type { Order } from './order.ts'

type OrderRow = Schema['trade_order']

/** An order as it is first recorded. */
export function toRow(order: Order): OrderRow {
  const at = order.createdAt.toISOString()
  return {
    id: order.id,
    client_order_id: order.clientOrderId,
    user_id: order.userId,
    key_id: order.keyId,
    bot_id: order.botId,
    plan_id: order.planId ?? null,
    slot: order.slot,
    symbol: order.symbol,
    side: order.side,
    time_in_force: order.timeInForce,
    price: order.price.toFixed(),
    amount: order.amount.toFixed(),
    status: order.status,
    exchange_order_id: order.exchangeOrderId ?? null,
    filled: order.filled.toFixed(),
    cost: order.cost.toFixed(),
    settled: order.settled ? 1 : 0,
    reason: order.reason ?? null,
    cancel_asked: 0,
    missing_since: null,
    untold: null,
    sent_at: order.sentAt.toISOString(),
    created_at: at,
    updated_at: at,
  }
}

export function toOrder(row: OrderRow): Order {
  return {
    id: row.id,
    clientOrderId: row.client_order_id,
    userId: row.user_id,
    keyId: row.key_id,
    botId: row.bot_id,
    planId: row.plan_id ?? undefined,
    slot: row.slot,
    symbol: row.symbol,
    side: row.side,
    timeInForce: row.time_in_force,
    price: new Big(row.price),
    amount: new Big(row.amount),
    status: row.status,
    exchangeOrderId: row.exchange_order_id ?? undefined,
    filled: new Big(row.filled),
    cost: new Big(row.cost),
    settled: row.settled === 1,
    reason: row.reason ?? undefined,
    sentAt: new Date(row.sent_at ?? row.created_at),
    createdAt: new Date(row.created_at),
  }
}
