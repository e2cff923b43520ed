import type { Db, Schema, Trx } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange.ts'
import type { Sealed } from './vault.ts'

/** A key pair that Undock made and whose public half no linked key has yet. */
export interface UnfinishedPair {
  id: string
  userId: string
  exchange: ExchangeId
  /** PEM. */
  publicKey: string
  /** The private half. */
  sealed: Sealed
  expiresAt: Date
}

/** The user's pairs that have not expired. */
export async function listPairs(db: Db, userId: string, now: Date): Promise<UnfinishedPair[]> {
  const rows = await db
    .selectFrom('key_pair')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', now.toISOString())
    .orderBy('exchange')
    .execute()
  return rows.map(toPair)
}

/** In the place of an expired one. False while another that has not expired is there. */
export async function insertPair(trx: Trx, pair: UnfinishedPair, now: Date): Promise<boolean> {
  const { id, userId, exchange, publicKey, sealed, expiresAt } = pair
  await trx
    .deleteFrom('key_pair')
    .where('user_id', '=', userId)
    .where('exchange', '=', exchange)
    .where('expires_at', '<=', now.toISOString())
    .execute()
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('key_pair')
    .values({
      id,
      user_id: userId,
      exchange,
      public_key: publicKey,
      wrapped_data_key: sealed.wrappedDataKey,
      sealed_credentials: sealed.sealedCredentials,
      expires_at: expiresAt.toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['user_id', 'exchange']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Its private half is in a linked key now. */
export async function deletePair(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('key_pair').where('id', '=', id).execute()
}

/** Gives how many there were. Run `scrubFiles` afterwards. */
export async function deleteExpiredPairs(db: Db, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('key_pair')
    .where('expires_at', '<=', now.toISOString())
    .executeTakeFirst()
  return Number(numDeletedRows)
}

function toPair(row: Schema['key_pair']): UnfinishedPair {
  return {
    id: row.id,
    userId: row.user_id,
    exchange: row.exchange as ExchangeId,
    publicKey: row.public_key,
    sealed: { wrappedDataKey: row.wrapped_data_key, sealedCredentials: row.sealed_credentials },
    expiresAt: new Date(row.expires_at),
  }
}
