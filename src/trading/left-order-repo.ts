import { sql } from 'kysely'
import type { Db, Trx } from '../db/schema.ts'
import { toOrder } from './order-row.ts'
import type { Order } from './order.ts'

/** Orders on these keys that may still be open, or whose fills are not all on record. */
export async function listUnsettledIds(db: Db, keyIds: readonly string[]): Promise<string[]> {
  if (keyIds.length === 0) return []
  const rows = await db
    .selectFrom('trade_order')
    .select('id')
    .where('key_id', 'in', [...keyIds])
    .where('settled', '=', sql.lit(0))
    .execute()
  return rows.map(({ id }) => id)
}

/** Moves orders and their fills to the key that can now look them up and cancel them. */
export async function giveToKey(trx: Trx, ids: readonly string[], keyId: string): Promise<void> {
  await trx
    .updateTable('fill')
    .set({ key_id: keyId })
    .where('order_id', 'in', [...ids])
    .execute()
  await trx
    .updateTable('trade_order')
    .set({ key_id: keyId })
    .where('id', 'in', [...ids])
    .execute()
}

/** A key's orders that are open, as far as we know, and whose bots are removed. */
export async function listLeftOrders(db: Db, keyId: string): Promise<Order[]> {
  const rows = await db
    .selectFrom('trade_order')
    .innerJoin('trading_bot', 'trading_bot.id', 'trade_order.bot_id')
    .selectAll('trade_order')
    .where('trade_order.key_id', '=', keyId)
    .where('trade_order.settled', '=', sql.lit(0))
    .where('trade_order.status', '=', 'open')
    .where('trading_bot.status', '=', 'removed')
    .orderBy('trade_order.created_at')
    .orderBy('trade_order.id')
    .execute()
  return rows.map(toOrder)
}
