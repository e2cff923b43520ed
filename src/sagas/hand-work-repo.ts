import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import { beginAbsence } from '../keys/absence-repo.ts'
import type { Side } from '../exchange/market.ts'
import type { LastKnown } from './truth.ts'

/** One line of what must be done by hand at the exchange. */
export interface HandWork {
  id: string
  userId: string
  keyId: string
  kind: 'cancel' | 'sell'
  symbol: string
  side: Side
  /** The order's price; undefined for a position. */
  price: Big | undefined
  amount: Big
  /** When we last saw it. */
  seenAt: Date
  done: boolean
}

/** Writes the list for a key, in place of an older one. */
export async function putHandWork(
  trx: Trx,
  key: { id: string; userId: string },
  known: LastKnown,
  at: Date,
): Promise<void> {
  await dropHandWork(trx, key.id)
  // What is done by hand meanwhile has to be found again, should the key ever work again.
  if (known.bots.length > 0) await beginAbsence(trx, key.id, known.asOf)
  const seen = { seen_at: known.asOf.toISOString(), done_at: null, created_at: at.toISOString() }
  const common = { user_id: key.userId, key_id: key.id, ...seen }
  const rows = [
    ...known.orders.map((order) => ({
      ...common,
      id: randomUUID(),
      kind: 'cancel' as const,
      symbol: order.symbol,
      side: order.side,
      price: order.price.toFixed(),
      amount: order.amount.minus(order.filled).toFixed(),
    })),
    ...known.positions.map(({ bot, position }) => ({
      ...common,
      id: randomUUID(),
      kind: 'sell' as const,
      symbol: bot.symbol,
      side: 'sell' as const,
      price: null,
      amount: position.amount.toFixed(),
    })),
  ]
  if (rows.length > 0) await trx.insertInto('hand_work').values(rows).execute()
}

export async function dropHandWork(trx: Trx, keyId: string): Promise<void> {
  await trx.deleteFrom('hand_work').where('key_id', '=', keyId).execute()
}

/** The list of a key: orders to cancel first, then positions to sell. */
export async function listHandWork(db: Db, keyId: string): Promise<HandWork[]> {
  const rows = await db
    .selectFrom('hand_work')
    .selectAll()
    .where('key_id', '=', keyId)
    .orderBy('id')
    .execute()
  return rows.map(toHandWork).toSorted(inOrder)
}

function toHandWork(row: Selectable<Schema['hand_work']>): HandWork {
  return {
    id: row.id,
    userId: row.user_id,
    keyId: row.key_id,
    kind: row.kind,
    symbol: row.symbol,
    side: row.side,
    price: row.price === null ? undefined : new Big(row.price),
    amount: new Big(row.amount),
    seenAt: new Date(row.seen_at),
    done: row.done_at !== null,
  }
}

/** As at the exchange: symbol by symbol, the highest price first. */
function inOrder(a: HandWork, b: HandWork): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1
  if (a.symbol !== b.symbol) return a.symbol < b.symbol ? -1 : 1
  return (b.price ?? b.amount).cmp(a.price ?? a.amount)
}

/** Ticks a line off, or takes the tick back. Gives the key it belongs to; undefined when it is not this user's. */
export async function toggleHandWork(
  trx: Trx,
  id: string,
  userId: string,
  at: Date,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('hand_work')
    .select(['key_id', 'done_at'])
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  await trx
    .updateTable('hand_work')
    .set({ done_at: row.done_at === null ? at.toISOString() : null })
    .where('id', '=', id)
    .execute()
  return row.key_id
}
