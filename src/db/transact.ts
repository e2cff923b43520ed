import type { Db, Trx } from './schema.ts'

/** Runs `change` in one transaction: all of it happens, or nothing. It must touch nothing but the database. */
export async function transact<T>(db: Db, change: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(change)
}
