import { Big } from 'big.js'
import type { Db, Trx } from '../db/schema.ts'

/** Coins that were left on the account when a bot went. */
export interface KeptPosition {
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
    })
    .execute()
}

/** What a user once kept on an account, oldest first. */
export async function listKept(
  db: Db,
  of: { userId: string } & ({ planId: string } | { accountUid: string }),
): Promise<KeptPosition[]> {
  let query = db.selectFrom('kept_position').selectAll().where('user_id', '=', of.userId)
  query =
    'planId' in of
      ? query.where('plan_id', '=', of.planId)
      : query.where('account_uid', '=', of.accountUid)
  const rows = await query.orderBy('created_at').execute()
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    exchange: row.exchange,
    accountUid: row.account_uid,
    planId: row.plan_id,
    symbol: row.symbol,
    amount: new Big(row.amount),
    averageCost: new Big(row.average_cost),
    at: new Date(row.created_at),
  }))
}
