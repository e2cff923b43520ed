import { Big } from 'big.js'
import type { Db, Trx } from '../db/schema.ts'

/** Coins that a bot holds by its books and that are thought to have gone by hand. */
export interface MissingCoins {
  botId: string
  /** Base. */
  amount: Big
  /** The part of it that is gone for certain: the account has too little. */
  least: Big
  /** Quote per base that they were sold at by hand, fees taken off; undefined when no sale was found. */
  price: Big | undefined
}

/** Puts what a comparison found in the place of what an earlier one did. */
export async function putMissing(
  trx: Trx,
  keyId: string,
  missing: readonly MissingCoins[],
): Promise<void> {
  await trx.deleteFrom('missing_coins').where('key_id', '=', keyId).execute()
  if (missing.length === 0) return
  await trx
    .insertInto('missing_coins')
    .values(
      missing.map(({ botId, amount, least, price }) => ({
        bot_id: botId,
        key_id: keyId,
        amount: amount.toFixed(),
        least: least.toFixed(),
        price: price?.toFixed() ?? null,
      })),
    )
    .execute()
}

/** What is still to be settled on a key, in the order of its bots. */
export async function listMissing(db: Db, keyId: string): Promise<MissingCoins[]> {
  const rows = await db
    .selectFrom('missing_coins')
    .innerJoin('trading_bot', 'trading_bot.id', 'missing_coins.bot_id')
    .selectAll('missing_coins')
    .where('missing_coins.key_id', '=', keyId)
    .where('trading_bot.status', '!=', 'removed')
    .orderBy('trading_bot.created_at')
    .execute()
  return rows.map((row) => ({
    botId: row.bot_id,
    amount: new Big(row.amount),
    least: new Big(row.least),
    price: row.price === null ? undefined : new Big(row.price),
  }))
}
