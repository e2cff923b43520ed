import { Big } from 'big.js'
import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { ExchangeOrder } from '../exchange/exchange.ts'
import { insertFills } from './fill-repo.ts'
import { LIVE, type Order } from './order.ts'

type OrderRow = Selectable<Schema['trade_order']>

export async function insertOrders(trx: Trx, orders: readonly Order[]): Promise<void> {
  if (orders.length === 0) return
  await trx.insertInto('trade_order').values(orders.map(toRow)).execute()
}

/** Orders that are, or may be, on the exchange, or whose fills are not all on record. */
export async function listUnsettled(
  db: Db,
  of: { keyId: string; botId?: string | undefined },
): Promise<Order[]> {
  let query = db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', '=', of.keyId)
    .where('settled', '=', 0)
  if (of.botId !== undefined) query = query.where('bot_id', '=', of.botId)
  const rows = await query.orderBy('created_at').orderBy('id').execute()
  return rows.map(toOrder)
}

export async function listOrdersOfPlan(db: Db, planId: string): Promise<Order[]> {
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toOrder)
}

/** Every order of these bots, oldest first; those that never left us too, by their status. */
export async function listOrdersOfBots(db: Db, botIds: readonly string[]): Promise<Order[]> {
  if (botIds.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('bot_id', 'in', [...botIds])
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toOrder)
}

/** Those of these client order ids that are ours, on this key. */
export async function listByClientOrderIds(
  db: Db,
  keyId: string,
  clientOrderIds: readonly string[],
): Promise<Order[]> {
  if (clientOrderIds.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('client_order_id', 'in', [...clientOrderIds])
    .execute()
  return rows.map(toOrder)
}

/** The exchange's own ids of all orders on record for a key. */
export async function listKnownExchangeIds(db: Db, keyId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('trade_order')
    .select('exchange_order_id')
    .where('key_id', '=', keyId)
    .where('exchange_order_id', 'is not', null)
    .execute()
  return new Set(rows.map((row) => row.exchange_order_id ?? ''))
}

/** The slot in which a bot last had an order like this one; undefined when it had none. */
export async function findSlot(
  db: Db,
  botId: string,
  { side, price }: Pick<Order, 'side' | 'price'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('trade_order')
    .select('slot')
    .where('bot_id', '=', botId)
    .where('side', '=', side)
    .where('price', '=', price.toFixed())
    .where('plan_id', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.slot
}

/** Why the exchange refused one of these orders for what it is; undefined when it took them all. */
export async function findRefusal(
  db: Db,
  orderIds: readonly string[],
): Promise<'insufficient-funds' | 'order-rejected' | undefined> {
  const row = await db
    .selectFrom('trade_order')
    .select('reason')
    .where('id', 'in', [...orderIds])
    .where('status', '=', 'rejected')
    .where('reason', 'in', ['insufficient-funds', 'order-rejected'])
    .limit(1)
    .executeTakeFirst()
  return row?.reason as 'insufficient-funds' | 'order-rejected' | undefined
}

/** When the exchange last told of an order that it then listed as open; undefined when none is. */
export async function findLastSeen(db: Db, keyId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('trade_order')
    .select((eb) => eb.fn.max('updated_at').as('at'))
    .where('key_id', '=', keyId)
    .where('status', '=', 'open')
    .executeTakeFirst()
  return row?.at ? new Date(row.at) : undefined
}

/** Ends an order of unknown outcome: the exchange has refused it, or it never got there. */
export async function moveOrder(
  trx: Trx,
  id: string,
  { to, at, reason }: { to: 'rejected' | 'void'; at: Date; reason: string },
): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({ status: to, reason, settled: 1, updated_at: at.toISOString() })
    .where('id', '=', id)
    .where('status', '=', 'sent')
    .execute()
}

/**
 * Records what the exchange tells of an order, with its fills where the answer holds them. Lists can
 * be stale: they never open an order again that has ended. That it has ended is the last word.
 */
export async function recordAnswer(
  trx: Trx,
  order: Order,
  answer: ExchangeOrder,
  at: Date,
): Promise<void> {
  const ended = answer.status !== 'open'
  const complete = answer.filled.eq(0) || answer.fills !== undefined
  if (answer.fills !== undefined) await insertFills(trx, order, answer.fills)
  await trx
    .updateTable('trade_order')
    .set({
      status: answer.status,
      exchange_order_id: answer.id,
      filled: answer.filled.toFixed(),
      cost: answer.cost.toFixed(),
      settled: ended && complete ? 1 : 0,
      updated_at: at.toISOString(),
    })
    .where('id', '=', order.id)
    .$if(!ended, (query) => query.where('status', 'in', [...LIVE]))
    .execute()
}

/** Marks ended orders whose fills on record add up to what the exchange says was filled. */
export async function settleOrders(trx: Trx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('trade_order')
    .set({ settled: 1, updated_at: at.toISOString() })
    .where('id', 'in', [...ids])
    .where('status', 'in', ['filled', 'cancelled'])
    .execute()
}

function toRow(order: Order): OrderRow {
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
    sent_at: order.sentAt.toISOString(),
    created_at: at,
    updated_at: at,
  }
}

function toOrder(row: OrderRow): Order {
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
