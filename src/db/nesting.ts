import { AsyncLocalStorage } from 'node:async_hooks'
import type { Db } from './schema.ts'

/** The transaction that the code running now is part of. */
interface Inside {
  db: Db
  /** False once it has ended: what it left running may open one of its own. */
  open: boolean
}

const current = new AsyncLocalStorage<Inside>()

/** Runs the content of a transaction, so that another one inside of it is noticed. */
export async function insideTransaction<T>(db: Db, change: () => Promise<T>): Promise<T> {
  const inside = { db, open: true }
  try {
    return await current.run(inside, change)
  } finally {
    inside.open = false
  }
}

/**
 * A second connection inside a transaction would never be granted on SQLite. On PostgreSQL it would not see
 * what the transaction did, and would commit what the transaction may still roll back.
 *
 * @throws {TypeError} inside of a transaction on the same database.
 */
export function refuseNested(db: Db): void {
  const inside = current.getStore()
  if (inside?.db !== db || !inside.open) return
  throw new TypeError(
    'Cannot leave the transaction that is open here: pass its trx on instead of db',
  )
}

/** Refuses this database's connections to code inside of a transaction; the transaction has its own. */
export function guardTransactions(db: Db): Db {
  const executor = db.getExecutor()
  const provide = executor.provideConnection.bind(executor)
  executor.provideConnection = async (...use) => {
    refuseNested(db)
    return provide(...use)
  }
  return db
}
