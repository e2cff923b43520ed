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
    const older = await findUncompared(trx, id)
    if (older?.symbols !== undefined) await putMark(trx, id, older.since.toISOString())
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

/** What of a key's records may lack what was done. */
export interface Uncompared {
  since: Date
  /** The pairs that are left; undefined while nothing is compared. */
  symbols: readonly string[] | undefined
  /** When these pairs were last asked about. */
  askedAt: Date | undefined
}

/** Undefined when the key's records are compared. */
export async function findUncompared(db: Db, keyId: string): Promise<Uncompared | undefined> {
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('name', '=', `${MARK}${keyId}`)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const [since = '', askedAt, ...symbols] = row.value.split(' ')
  return askedAt === undefined
    ? { since: new Date(since), symbols: undefined, askedAt }
    : { since: new Date(since), symbols, askedAt: new Date(askedAt) }
}

/** Only these pairs of the key are still to be compared. */
export async function putUncompared(
  trx: Trx,
  keyId: string,
  { since, symbols, askedAt }: { since: Date; symbols: readonly string[]; askedAt: Date },
): Promise<void> {
  await putMark(trx, keyId, [since.toISOString(), askedAt.toISOString(), ...symbols].join(' '))
}

async function putMark(trx: Trx, keyId: string, value: string): Promise<void> {
  await trx.updateTable('meta').set({ value }).where('name', '=', `${MARK}${keyId}`).execute()
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
