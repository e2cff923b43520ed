import type { Big } from 'big.js'
import type { Db, Trx } from '../db/schema.ts'
import { reopenBooks } from './closed-book-repo.ts'

/** A symbol with fees in a third coin that are not valued. */
export interface UnvaluedFees {
  symbol: string
  feeCurrency: string
}

export async function listUnvaluedFees(db: Db, keyId: string): Promise<UnvaluedFees[]> {
  const rows = await db
    .selectFrom('fill')
    .select(['symbol', 'fee_currency'])
    .distinct()
    .where('key_id', '=', keyId)
    .where('fee_value', 'is', null)
    .execute()
  return rows.map((row) => ({ symbol: row.symbol, feeCurrency: row.fee_currency }))
}

/** Records what those fees were worth, at `rate` quote per coin. */
export async function putFeeValues(
  trx: Trx,
  keyId: string,
  { symbol, feeCurrency }: UnvaluedFees,
  rate: Big,
): Promise<void> {
  const rows = await trx
    .selectFrom('fill')
    .select(['id', 'bot_id', 'fee', 'filled_at'])
    .where('key_id', '=', keyId)
    .where('symbol', '=', symbol)
    .where('fee_currency', '=', feeCurrency)
    .where('fee_value', 'is', null)
    .execute()
  for (const { id, fee } of rows) {
    const value = rate.times(fee).toFixed()
    await trx.updateTable('fill').set({ fee_value: value }).where('id', '=', id).execute()
  }
  await reopenBooks(
    trx,
    rows.map((row) => ({ botId: row.bot_id, at: new Date(row.filled_at) })),
  )
}
