import { sql } from 'kysely'
import type { Db, Trx } from '../db/schema.ts'
import { toOrder } from './order-row.ts'
import { LIVE, type Order, type OrderStatus } from './order.ts'

/** Of orders about to be recorded as cancelled, marks those that we never asked to cancel. */
export async function noteEndedElsewhere(trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('trade_order')
    .set({ reason: 'elsewhere', untold: 'cancelled' })
    .where('id', 'in', [...ids])
    .where('status', 'in', [...LIVE])
    .where('time_in_force', '=', 'GTC')
    .where('cancel_asked', '=', 0)
    .execute()
}

/** Records that these orders are about to be cancelled by us, before the first request leaves. */
export async function noteCancelAsked(trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('trade_order')
    .set({ cancel_asked: 1 })
    .where('id', 'in', [...ids])
    .execute()
}

/** Notes that the exchange does not know an order. Returns since when; undefined once it has ended. */
export async function noteMissing(trx: Trx, id: string, at: Date): Promise<Date | undefined> {
  const row = await trx
    .updateTable('trade_order')
    .set((eb) => ({
      missing_since: eb.fn.coalesce('missing_since', eb.val(at.toISOString())),
    }))
    .where('id', '=', id)
    .where('status', 'in', [...LIVE])
    .returning('missing_since')
    .executeTakeFirst()
  return row?.missing_since ? new Date(row.missing_since) : undefined
}

/** Ends an open order that the exchange has forgotten, with what it is known to have filled. */
export async function endVanished(
  trx: Trx,
  id: string,
  { filled, cost, at }: Pick<Order, 'filled' | 'cost'> & { at: Date },
): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set((eb) => ({
      status: 'cancelled',
      reason: 'vanished',
      untold: eb
        .case()
        .when('cancel_asked', '=', 0)
        .then('vanished' as const)
        .else(eb.ref('untold'))
        .end(),
      filled: filled.toFixed(),
      cost: cost.toFixed(),
      updated_at: at.toISOString(),
    }))
    .where('id', '=', id)
    .where('status', '=', 'open')
    .execute()
}

/** How the end of an order on a delisted pair is known: by the account's list, or not at all. */
export type EndOfDelisted = 'delisted' | 'delisted-unseen'

/** Ends an order on a pair that is no longer listed, with what it is known to have filled. */
export async function endDelisted(
  trx: Trx,
  id: string,
  {
    filled,
    cost,
    reason,
    at,
  }: Pick<Order, 'filled' | 'cost'> & { reason: EndOfDelisted; at: Date },
): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({
      status: 'cancelled',
      reason,
      filled: filled.toFixed(),
      cost: cost.toFixed(),
      updated_at: at.toISOString(),
    })
    .where('id', '=', id)
    .where('status', 'in', [...LIVE])
    .execute()
}

/** Ended orders of a key of which the exchange could not be asked how they ended, or for their fills. */
export async function listEndedUnseen(db: Db, keyId: string): Promise<Order[]> {
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', '=', keyId)
    // As literals: a partial index is not used for bound values.
    .where('reason', 'in', [sql.lit('delisted' as const), sql.lit('delisted-unseen' as const)])
    .execute()
  return rows.map(toOrder)
}

/** Forgets how such an order ended, so that it is asked about again. */
export async function takeBackEnd(trx: Trx, id: string, status: OrderStatus): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({ status, settled: 0, reason: null, missing_since: null })
    .where('id', '=', id)
    .execute()
}

/** Notes that an order's fills could not be read because its pair was gone, unless its end has another reason. */
export async function noteFillsUnread(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({ reason: 'delisted' satisfies EndOfDelisted })
    .where('id', '=', id)
    .where('reason', 'is', null)
    .execute()
}

/** Notes that a bot's order was filled long before we heard of it. */
export async function noteFilledUnseen(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({ untold: 'filled' })
    .where('id', '=', id)
    .where('plan_id', 'is', null)
    .where('untold', 'is', null)
    .execute()
}

/** Orders of a key to which something happened without us that is still to be told, oldest first. */
export async function listUntold(db: Db, keyId: string, botId?: string): Promise<Order[]> {
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('untold', 'is not', null)
    .$if(botId !== undefined, (query) => query.where('bot_id', '=', botId ?? ''))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toOrder)
}

export async function markTold(trx: Trx, ids: readonly string[]): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({ untold: null })
    .where('id', 'in', [...ids])
    .execute()
}

/** Takes back what is still to be told of a key's orders: it is told in other words. */
export async function dropUntold(trx: Trx, keyId: string): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set({ untold: null, reason: null })
    .where('key_id', '=', keyId)
    .where('untold', 'is not', null)
    .execute()
}

/**
 * Takes what befell a key's orders in an absence for told: it is told in other words, and that they
 * were cancelled by hand then, as they had to be, does not speak against placing them again.
 */
export async function noteEndedInAbsence(trx: Trx, keyId: string): Promise<void> {
  await trx
    .updateTable('trade_order')
    .set((eb) => ({
      untold: null,
      reason: eb
        .case()
        .when('untold', '=', 'filled')
        .then(eb.ref('reason'))
        .else(ENDED_IN_ABSENCE)
        .end(),
    }))
    .where('key_id', '=', keyId)
    .where('untold', 'is not', null)
    .execute()
}

const ENDED_IN_ABSENCE = 'in-absence'

/** Orders of a key that ended at the exchange, not by us, in an absence that began then. */
export async function listEndedInAbsence(db: Db, keyId: string, since: Date): Promise<Order[]> {
  const rows = await db
    .selectFrom('trade_order')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('reason', '=', ENDED_IN_ABSENCE)
    .where('updated_at', '>=', since.toISOString())
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toOrder)
}

/** Whether the order before this one in its slot was ended at the exchange, not by us, as well. */
export async function followsOneEndedElsewhere(db: Db, order: Order): Promise<boolean> {
  const row = await db
    .selectFrom('trade_order')
    .select('reason')
    .where('bot_id', '=', order.botId)
    .where('slot', '=', order.slot)
    .where('plan_id', 'is', null)
    .where('id', '!=', order.id)
    .where('status', 'in', ['filled', 'cancelled'])
    .where('created_at', '<=', order.createdAt.toISOString())
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.reason === 'elsewhere' || row?.reason === 'vanished'
}
