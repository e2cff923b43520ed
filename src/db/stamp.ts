import { DatabaseRefused } from './database-refused.ts'
import { hasTable } from './dialect.ts'
import type { Db } from './schema.ts'

export type Mode = 'playground' | 'live'

/**
 * Refuses a database that is marked as the other; to be asked before anything is changed in it.
 *
 * @throws {DatabaseRefused} `other-mode`
 */
export async function refuseOtherMode(db: Db, mode: Mode): Promise<void> {
  if (!(await hasTable(db, 'meta'))) return
  const found = await findMeta(db, 'mode')
  if (found === undefined || found === mode) return
  throw new DatabaseRefused(
    'other-mode',
    `Cannot open the database for ${mode} use: it is stamped "${found}". Set DATABASE_URL to another database`,
  )
}

/** A remembered fact, undefined when never written. */
export async function findMeta(db: Db, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

/** Remembers a fact unless it is already there. */
export async function writeMeta(db: Db, name: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
