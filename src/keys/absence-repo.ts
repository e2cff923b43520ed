import type { Db, Trx } from '../db/schema.ts'

/** A time in which we could not look at a key's account, or were told to look again. */
export interface Absence {
  since: Date
  /** False until the account has been compared with our books. */
  compared: boolean
  version: number
}

/**
 * From `since` on the account may have changed without us; one that is open already goes on from
 * where it began. A comparison that is under way does not end it.
 */
export async function beginAbsence(trx: Trx, keyId: string, since: Date): Promise<void> {
  await trx
    .insertInto('absence')
    .values({ key_id: keyId, since: since.toISOString(), compared_at: null, version: 1 })
    .onConflict((conflict) =>
      conflict.column('key_id').doUpdateSet((eb) => ({
        since: eb
          .case()
          .when('absence.compared_at', 'is', null)
          .then(eb.ref('absence.since'))
          .else(eb.ref('excluded.since'))
          .end(),
        compared_at: null,
        version: eb('absence.version', '+', 1),
      })),
    )
    .execute()
}

/** Asks for another comparison: from the last one on, or from where it is not settled. */
export async function compareAgain(trx: Trx, keyId: string, orSince: Date): Promise<void> {
  await beginAbsence(trx, keyId, (await findAbsence(trx, keyId))?.since ?? orSince)
}

export async function findAbsence(db: Db, keyId: string): Promise<Absence | undefined> {
  const row = await db
    .selectFrom('absence')
    .selectAll()
    .where('key_id', '=', keyId)
    .executeTakeFirst()
  return (
    row && {
      since: new Date(row.since),
      compared: row.compared_at !== null,
      version: row.version,
    }
  )
}

/**
 * Records that the account is compared; what comes then counts from `since` on. False if somebody
 * was faster.
 */
export async function endAbsence(
  trx: Trx,
  keyId: string,
  { version, since, at }: { version: number; since: Date; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('absence')
    .set({ since: since.toISOString(), compared_at: at.toISOString(), version: version + 1 })
    .where('key_id', '=', keyId)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
