import type { Db, Trx } from '../db/schema.ts'

/** Written into every backup by the one that makes it. */
const BACKUP_MADE_AT = 'backup_made_at'
const MARK = 'restored:'

/**
 * Notices that this database is a backup: every key on it has to be compared with its exchange
 * before anything is done with it. Gives when the backup was made; undefined when it is none.
 */
export async function markRestoredKeys(trx: Trx): Promise<Date | undefined> {
  const stamp = await trx
    .selectFrom('meta')
    .select('value')
    .where('name', '=', BACKUP_MADE_AT)
    .executeTakeFirst()
  if (stamp === undefined) return undefined
  const keys = await trx
    .selectFrom('exchange_key')
    .select('id')
    .where('status', '!=', 'unlinked')
    .execute()
  for (const { id } of keys) {
    await trx
      .insertInto('meta')
      .values({ name: `${MARK}${id}`, value: stamp.value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
  }
  await trx.deleteFrom('meta').where('name', '=', BACKUP_MADE_AT).execute()
  return new Date(stamp.value)
}

/** Keys that still have to be compared. */
export async function listRestoredKeyIds(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('meta')
    .select('name')
    .where('name', 'like', `${MARK}%`)
    .execute()
  return rows.map(({ name }) => name.slice(MARK.length))
}

/** Since when a key's records may lack what was done; undefined when they are compared. */
export async function findRestoredSince(db: Db, keyId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('name', '=', `${MARK}${keyId}`)
    .executeTakeFirst()
  return row && new Date(row.value)
}

export async function clearRestored(trx: Trx, keyId: string): Promise<void> {
  await trx.deleteFrom('meta').where('name', '=', `${MARK}${keyId}`).execute()
}

/** The key that a saga works on. */
export async function findKeyOfSaga(db: Db, sagaId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('saga')
    .select('key_id')
    .where('id', '=', sagaId)
    .executeTakeFirst()
  return row?.key_id
}
