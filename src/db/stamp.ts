import { DatabaseRefused } from './database-refused.ts'
import type { Db } from './schema.ts'

export type Mode = 'playground' | 'live'

/**
 * Marks a new database as the playground's or the live one.
 *
 * @throws {DatabaseRefused} `other-mode` when it is already marked as the other.
 */
export async function stamp(db: Db, mode: Mode): Promise<void> {
  await writeMeta(db, 'mode', mode)
  const found = await findMeta(db, 'mode')
  if (found === mode) return
  throw new DatabaseRefused(
    'other-mode',
    `Cannot open the database for ${mode} use: it is stamped "${found}". Set DATABASE_URL to another file`,
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
