import { sql } from 'kysely'
import { isPostgres } from '../db/dialect.ts'
import type { Db, Trx } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange.ts'
import { accountColumns, healthColumns, sealedColumns, toKey } from './key-row.ts'
import type { Key } from './key.ts'
import type { Sealed } from './vault.ts'

/** A user's keys, oldest first. Unlinked keys are left out. */
export async function listKeys(db: Db, userId: string): Promise<Key[]> {
  const rows = await db
    .selectFrom('exchange_key')
    .selectAll()
    .where('user_id', '=', userId)
    .where('status', '!=', 'unlinked')
    .orderBy('created_at')
    .execute()
  return rows.map(toKey)
}

/** Earlier keys of a key's account that its trader has disconnected: nothing works with them any longer. */
export async function listFormerKeyIds(db: Db, key: Key): Promise<string[]> {
  const rows = await keysOfAccount(db, key)
    .where('status', 'in', ['sealed', 'unlinked'])
    .where('id', '!=', key.id)
    .execute()
  return rows.map((row) => row.id)
}

/** All keys that a trader ever linked for a key's account, including this one. */
export async function listKeyIdsOfAccount(db: Db, key: Key): Promise<string[]> {
  const rows = await keysOfAccount(db, key).execute()
  return rows.map((row) => row.id)
}

function keysOfAccount(db: Db, { userId, exchange, accountUid }: Key) {
  return db
    .selectFrom('exchange_key')
    .select('id')
    .where('user_id', '=', userId)
    .where('exchange', '=', exchange)
    .where('account_uid', '=', accountUid)
}

/** Keys that an exchange has refused and that are neither dead nor cleared yet. */
export async function listSuspects(db: Db): Promise<Key[]> {
  const rows = await db
    .selectFrom('exchange_key')
    .selectAll()
    .where('health', '=', 'suspect')
    .where('status', 'in', ['linked', 'disconnecting'])
    .execute()
  return rows.map(toKey)
}

/** Keys in use, of these ids. */
export async function listKeysByIds(db: Db, ids: readonly string[]): Promise<Key[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('exchange_key')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('status', 'in', ['linked', 'disconnecting'])
    .execute()
  return rows.map(toKey)
}

/** Every key that still has to be watched, of all users. */
export async function listWatchedKeyIds(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('exchange_key')
    .select('id')
    .where('status', 'in', ['linked', 'disconnecting'])
    .execute()
  return rows.map(({ id }) => id)
}

/** Exchanges on which somebody has a key linked. */
export async function listExchangesInUse(db: Db): Promise<ExchangeId[]> {
  const rows = await db
    .selectFrom('exchange_key')
    .select('exchange')
    .distinct()
    .where('status', '!=', 'unlinked')
    .execute()
  return rows.map(({ exchange }) => exchange as ExchangeId)
}

export async function findKey(db: Db, id: string): Promise<Key | undefined> {
  const row = await db
    .selectFrom('exchange_key')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toKey(row)
}

/** @throws {RangeError} when there is no such key. */
export async function getKey(db: Db, id: string): Promise<Key> {
  const key = await findKey(db, id)
  if (key === undefined) throw new RangeError(`Cannot get key ${id}: it does not exist`)
  return key
}

/** The sealed credentials; undefined once erased. */
export async function findSealed(db: Db, id: string): Promise<Sealed | undefined> {
  const row = await db
    .selectFrom('exchange_key')
    .select(['wrapped_data_key', 'sealed_credentials'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row?.wrapped_data_key || !row.sealed_credentials) return undefined
  return { wrappedDataKey: row.wrapped_data_key, sealedCredentials: row.sealed_credentials }
}

export async function insertKey(trx: Trx, key: Key, sealed: Sealed): Promise<void> {
  const at = key.createdAt.toISOString()
  await trx
    .insertInto('exchange_key')
    .values({
      id: key.id,
      user_id: key.userId,
      exchange: key.exchange,
      label: key.label,
      status: key.status,
      created_at: at,
      updated_at: at,
      unlinked_at: null,
      ...accountColumns(key),
      ...healthColumns(key),
      ...sealedColumns(sealed),
    })
    .execute()
}

/**
 * Puts new credentials, and what the exchange tells of them, in the place of the old ones. False
 * once the key is disconnected: nothing would ever erase them again.
 */
export async function replaceCredentials(trx: Trx, key: Key, sealed: Sealed): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exchange_key')
    .set({
      ...accountColumns(key),
      ...healthColumns(key),
      ...sealedColumns(sealed),
      updated_at: key.checkedAt.toISOString(),
    })
    .where('id', '=', key.id)
    .where('status', 'in', ['linked', 'disconnecting'])
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Records what a probe found. False if the key is not any more what it `was` before the probe:
 * replaced, disconnected, or judged by another probe.
 */
export async function saveHealth(trx: Trx, key: Key, was: Key): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exchange_key')
    .set(healthColumns(key))
    .where('id', '=', was.id)
    .where('status', '=', was.status)
    .where('health', '=', was.health)
    .where('refusals', '=', was.refusals)
    .where('checked_at', '=', was.checkedAt.toISOString())
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Moves a key to another status. False if it had already left `from`: someone was faster. */
export async function moveKey(
  trx: Trx,
  id: string,
  { from, to, at }: { from: Key['status']; to: Key['status']; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exchange_key')
    .set({ status: to, updated_at: at.toISOString() })
    .where('id', '=', id)
    .where('status', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Destroys the data key and the ciphertext; the tombstone (exchange, label, last four characters)
 * stays. Run `scrubFiles` after the commit.
 */
export async function eraseKey(trx: Trx, id: string, at: Date): Promise<void> {
  await trx
    .updateTable('exchange_key')
    .set({
      status: 'unlinked',
      wrapped_data_key: null,
      sealed_credentials: null,
      unlinked_at: at.toISOString(),
      updated_at: at.toISOString(),
    })
    .where('id', '=', id)
    .execute()
}

/**
 * Empties the write-ahead log, where an erased ciphertext would live on. False: a reader was open.
 * PostgreSQL keeps its log whatever we say: there the erase rests on the data key being destroyed.
 */
export async function scrubFiles(db: Db): Promise<boolean> {
  if (isPostgres(db)) return true
  // TRUNCATE reports a reader by busy=1 and does not throw.
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db)
  return rows[0]?.busy === 0
}
