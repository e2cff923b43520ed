import type { Db, Trx } from '../db/schema.ts'
import type { ExchangeOrder } from '../exchange/exchange.ts'
import { insertFills } from './fill-repo.ts'
import { toOrder, toRow } from './order-row.ts'
import { LIVE, type Order, type OrderStatus } from './order.ts'
import { noteEndedElsewhere } from './surprise-repo.ts'

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

/** These orders as they stand. */
export async function listOrders(db: Db, ids: readonly string[]): Promise<Order[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(toOrder)
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

/** What the exchange says of an order. */
export interface Told {
  order: Order
  answer: ExchangeOrder
}

/**
 * Records what the exchange tells of orders, with their fills where the answers hold them. Lists can
 * be stale: they never open an order again that has ended. That it has ended is the last word.
 */
export async function recordAnswers(trx: Trx, told: readonly Told[], at: Date): Promise<void> {
  await insertFills(
    trx,
    told.flatMap(({ order, answer }) => (answer.fills ?? []).map((fill) => ({ order, fill }))),
  )
  // An exit records a hundred orders at a time: those that ended are one statement, the others another.
  const { ended = [], open = [] } = Object.groupBy(told, ({ answer }) =>
    answer.status === 'open' ? 'open' : 'ended',
  )
  await putAnswers(trx, ended, at)
  await putAnswers(trx, open, at)
}

/** The rows are all there, so that none is ever inserted: this is an update with a value for each. */
async function putAnswers(trx: Trx, told: readonly Told[], at: Date): Promise<void> {
  const [first] = told
  if (first === undefined) return
  const over = first.answer.status !== 'open'
  const rows = new Map(told.map((one) => [one.order.id, toToldRow(one, at)]))
  if (over) await noteEndedElsewhere(trx, idsOfCancelled(told))
  await trx
    .insertInto('trade_order')
    .values([...rows.values()])
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          filled: eb.ref('excluded.filled'),
          cost: eb.ref('excluded.cost'),
          settled: eb.ref('excluded.settled'),
          exchange_order_id: eb.ref('excluded.exchange_order_id'),
          missing_since: eb.ref('excluded.missing_since'),
          updated_at: eb.ref('excluded.updated_at'),
        }))
        .where((eb) => (over ? eb.lit(true) : eb('trade_order.status', 'in', [...LIVE]))),
    )
    .execute()
}

function toToldRow({ order, answer }: Told, at: Date) {
  const { status, filled, cost, fills, id } = answer
  const complete = filled.eq(0) || fills !== undefined
  return {
    ...toRow(order),
    status,
    filled: filled.toFixed(),
    cost: cost.toFixed(),
    settled: status !== 'open' && complete ? 1 : 0,
    exchange_order_id: id,
    updated_at: at.toISOString(),
  }
}

/** Those that somebody has cancelled. */
function idsOfCancelled(told: readonly Told[]): string[] {
  return told
    .filter(({ answer }) => answer.status === 'cancelled' && answer.lapsed !== true)
    .map(({ order }) => order.id)
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
