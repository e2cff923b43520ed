import { randomInt } from 'node:crypto'
import { systemClock } from '../lib/clock.ts'
import { isPostgres } from './dialect.ts'
import { insideTransaction, refuseNested } from './nesting.ts'
import type { Db, Trx } from './schema.ts'
import { shareCommit } from './shared-commit.ts'

/**
 * What PostgreSQL says when two transactions can't both have been alone: serialization failure,
 * deadlock, and a unique row that another one has just made. The repeat sees what the other did.
 */
const CONFLICTS: ReadonlySet<unknown> = new Set(['40001', '40P01', '23505'])
const UNIQUE_VIOLATION = '23505'
const MOST_TRIES = 12
const LONGEST_PAUSE_MS = 250

/**
 * Runs `change` in one transaction, as if nothing else were going on: all of it happens, or nothing.
 * It must touch nothing but the database, for it is repeated when another process got in its way.
 *
 * @throws {TypeError} inside of another one.
 */
export async function transact<T>(db: Db, change: (trx: Trx) => Promise<T>): Promise<T> {
  refuseNested(db)
  const inside = (trx: Trx) => insideTransaction(db, () => change(trx))
  if (!isPostgres(db)) return shareCommit(db, inside)
  return repeatOnConflict(() => db.transaction().setIsolationLevel('serializable').execute(inside))
}

/** Runs a transaction of PostgreSQL anew for as long as others get in its way. */
export async function repeatOnConflict<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (!mayRepeat(error, attempt)) throw error
    }
    await pause(randomInt(1, Math.min(2 ** (attempt + 1), LONGEST_PAUSE_MS)))
  }
}

function mayRepeat(error: unknown, attempt: number): boolean {
  const code = codeOf(error)
  // A row that is there the second time too was there before: that is a fault, not a race.
  return CONFLICTS.has(code) && attempt < (code === UNIQUE_VIOLATION ? 2 : MOST_TRIES)
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  systemClock.after(ms, resolve)
  return promise
}
