import { Big } from 'big.js'
import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { Key } from '../keys/key.ts'

/** Coins that were left on the account when a bot went. */
export interface KeptPosition {
  /** The id of the bot that held them: no bot goes twice. */
  id: string
  userId: string
  exchange: string
  accountUid: string
  planId: string
  symbol: string
  amount: Big
  averageCost: Big
  at: Date
}

export async function insertKept(trx: Trx, kept: KeptPosition): Promise<void> {
  await trx
    .insertInto('kept_position')
    .values({
      id: kept.id,
      user_id: kept.userId,
      exchange: kept.exchange,
      account_uid: kept.accountUid,
      plan_id: kept.planId,
      symbol: kept.symbol,
      amount: kept.amount.toFixed(),
      average_cost: kept.averageCost.toFixed(),
      created_at: kept.at.toISOString(),
      adopted_by: null,
    })
    .execute()
}

/** What a plan left on the account, oldest first. */
export async function listKept(db: Db, planId: string): Promise<KeptPosition[]> {
  const rows = await db
    .selectFrom('kept_position')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('created_at')
    .execute()
  return rows.map(toKept)
}

/** What a user once kept on the account of a key and no bot has gone on with since, oldest first. */
export async function listUnadopted(
  db: Db,
  { userId, exchange, accountUid }: Pick<Key, 'userId' | 'exchange' | 'accountUid'>,
): Promise<KeptPosition[]> {
  const rows = await db
    .selectFrom('kept_position')
    .selectAll()
    .where('user_id', '=', userId)
    .where('exchange', '=', exchange)
    .where('account_uid', '=', accountUid)
    .where('adopted_by', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map(toKept)
}

/** Gives a kept position to a bot. False when another one goes on with it already. */
export async function claimKept(trx: Trx, id: string, botId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('kept_position')
    .set({ adopted_by: botId })
    .where('id', '=', id)
    .where('adopted_by', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

function toKept(row: Selectable<Schema['kept_position']>): KeptPosition {
  return {
    id: row.id,
    userId: row.user_id,
    exchange: row.exchange,
    accountUid: row.account_uid,
    planId: row.plan_id,
    symbol: row.symbol,
    amount: new Big(row.amount),
    averageCost: new Big(row.average_cost),
    at: new Date(row.created_at),
  }
}
