import type { Db, Schema, Trx } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange.ts'
import type { Sealed } from './vault.ts'

/** A one-time page on which a browser seals the credentials that somebody was asked for. */
export interface PageRequest {
  id: string
  userId: string
  exchange: ExchangeId
  /** The key that they replace; undefined when a new one is linked. */
  keyId: string | undefined
  publicKey: string
  /** The private half; undefined once nothing may be opened with it any more. */
  sealed: Sealed | undefined
  status: 'open' | 'used' | 'left'
  createdAt: Date
  expiresAt: Date
}

const ERASED = { wrapped_data_key: null, sealed_credentials: null }

/** Puts a page on record, by the hash of its link's token. */
export async function insertPageRequest(
  trx: Trx,
  page: PageRequest,
  tokenHash: string,
): Promise<void> {
  await trx
    .insertInto('page_request')
    .values({
      id: page.id,
      token_hash: tokenHash,
      user_id: page.userId,
      exchange: page.exchange,
      key_id: page.keyId ?? null,
      public_key: page.publicKey,
      wrapped_data_key: page.sealed?.wrappedDataKey ?? null,
      sealed_credentials: page.sealed?.sealedCredentials ?? null,
      status: page.status,
      created_at: page.createdAt.toISOString(),
      expires_at: page.expiresAt.toISOString(),
    })
    .execute()
}

export async function findPageRequest(
  db: Db,
  by: { id: string } | { tokenHash: string },
): Promise<PageRequest | undefined> {
  const [column, value] =
    'id' in by ? (['id', by.id] as const) : (['token_hash', by.tokenHash] as const)
  const row = await db
    .selectFrom('page_request')
    .selectAll()
    .where(column, '=', value)
    .executeTakeFirst()
  return row && toPageRequest(row)
}

/** Uses a page up and erases its private key. False when it was used, left or over already. */
export async function usePageRequest(trx: Trx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('page_request')
    .set({ status: 'used', ...ERASED })
    .where('id', '=', id)
    .where('status', '=', 'open')
    .where('expires_at', '>', now.toISOString())
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends the pages of somebody who is not asked for these credentials any more. */
export async function leavePageRequests(db: Db, userId: string): Promise<void> {
  await db
    .updateTable('page_request')
    .set({ status: 'left', ...ERASED })
    .where('user_id', '=', userId)
    .where('status', '=', 'open')
    .execute()
}

/** Erases the private keys of pages that have expired; gives how many. Run `scrubFiles` afterwards. */
export async function eraseExpiredPages(db: Db, now: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('page_request')
    .set(ERASED)
    .where('expires_at', '<=', now.toISOString())
    .where('sealed_credentials', 'is not', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

function toPageRequest(row: Schema['page_request']): PageRequest {
  const { wrapped_data_key: wrappedDataKey, sealed_credentials: sealedCredentials } = row
  return {
    id: row.id,
    userId: row.user_id,
    exchange: row.exchange as ExchangeId,
    keyId: row.key_id ?? undefined,
    publicKey: row.public_key,
    sealed:
      wrappedDataKey === null || sealedCredentials === null
        ? undefined
        : { wrappedDataKey, sealedCredentials },
    status: row.status,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  }
}
