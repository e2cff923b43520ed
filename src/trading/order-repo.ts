import { sql } from 'kysely'
import type { Db, Trx } from '../db/schema.ts'
import { toOrder, toRow } from './order-row.ts'
import type { Order, OrderStatus } from './order.ts'

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

/** Unsettled orders on these keys that have executed something, oldest first. */
export async function listUnsettledFilled(db: Db, keyIds: readonly string[]): Promise<Order[]> {
  if (keyIds.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', 'in', [...keyIds])
    .where('settled', '=', sql.lit(0))
    .where('filled', '<>', sql.lit('0'))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
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

/** How many of these orders there are of each status. */
export async function countOrders(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<OrderStatus, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('trade_order')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where('id', 'in', [...ids])
    .groupBy('status')
    .execute()
  return new Map(rows.map(({ status, count }) => [status, count]))
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

/** These orders, oldest first. */
export async function listOrdersById(db: Db, ids: readonly string[]): Promise<Order[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toOrder)
}

/** Those of these client order ids that are ours, on these keys. */
export async function listByClientOrderIds(
  db: Db,
  keyIds: readonly string[],
  clientOrderIds: readonly string[],
): Promise<Order[]> {
  if (clientOrderIds.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', 'in', [...keyIds])
    .where('client_order_id', 'in', [...clientOrderIds])
    .execute()
  return rows.map(toOrder)
}

/** Orders on these keys that have one of these ids of the exchange's own. */
export async function listByExchangeOrderIds(
  db: Db,
  keyIds: readonly string[],
  ids: readonly string[],
): Promise<Order[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', 'in', [...keyIds])
    .where('exchange_order_id', 'in', [...ids])
    .execute()
  return rows.map(toOrder)
}

/** Those of these client order ids that are on record, whatever key they belong to. */
export async function listRecordedIds(
  db: Db,
  clientOrderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (clientOrderIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('trade_order')
    .select('client_order_id')
    .where('client_order_id', 'in', [...clientOrderIds])
    .execute()
  return new Set(rows.map((row) => row.client_order_id))
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

/** Those of an exchange's own order ids that are on record for a user, by whichever key they were placed. */
export async function listRecordedExchangeIds(
  db: Db,
  userId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('trade_order')
    .select('exchange_order_id')
    .where('key_id', 'in', (eb) =>
      eb.selectFrom('exchange_key').select('id').where('user_id', '=', userId),
    )
    .where('exchange_order_id', 'in', [...ids])
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
