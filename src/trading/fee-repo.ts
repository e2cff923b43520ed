import type { Big } from 'big.js'
import type { Db, Trx } from '../db/schema.ts'
import { feesBeside } from '../exchange/fees.ts'
import { reopenBooks } from './closed-book-repo.ts'
import { fromFeesText } from './fees-text.ts'
import { sum } from './sum.ts'

/** A symbol with fees in third coins that are not valued. */
export interface UnvaluedFees {
  symbol: string
  /** The third coins in which one fill of it was charged, together. */
  coins: readonly string[]
}

export async function listUnvaluedFees(db: Db, keyId: string): Promise<UnvaluedFees[]> {
  const rows = await db
    .selectFrom('fill')
    .select(['symbol', 'unvalued_coins'])
    .distinct()
    .where('key_id', '=', keyId)
    .where('unvalued_coins', 'is not', null)
    .execute()
  return rows.map((row) => ({ symbol: row.symbol, coins: (row.unvalued_coins ?? '').split(',') }))
}

/** Records what those fees were worth; `rates` are quote per coin, one for each of the coins. */
export async function putFeeValues(
  trx: Trx,
  keyId: string,
  { symbol, coins }: UnvaluedFees,
  rates: ReadonlyMap<string, Big>,
): Promise<void> {
  const rows = await trx
    .selectFrom('fill')
    .select(['id', 'bot_id', 'fees', 'filled_at'])
    .where('key_id', '=', keyId)
    .where('symbol', '=', symbol)
    .where('unvalued_coins', '=', coins.join(','))
    .execute()
  for (const { id, fees } of rows) {
    const third = feesBeside(fromFeesText(fees), ...symbol.split('/'))
    const value = sum(third.map(({ amount, coin }) => amount.times(rates.get(coin) ?? 0)))
    await trx
      .updateTable('fill')
      .set({ fee_value: value.toFixed(), unvalued_coins: null })
      .where('id', '=', id)
      .execute()
  }
  await reopenBooks(
    trx,
    rows.map((row) => ({ botId: row.bot_id, at: new Date(row.filled_at) })),
  )
}
