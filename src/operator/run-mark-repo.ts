import { hostname } from 'node:os'
import type { Db } from '../db/schema.ts'

/**
 * Marks that a process runs on this database. Gives the moment at which an earlier one started that
 * was not stopped cleanly. Processes of one machine are told apart by their port.
 */
export async function markRun(db: Db, port: number, at: Date): Promise<Date | undefined> {
  const name = markOf(port)
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  const mark = { name, value: at.toISOString() }
  await db
    .insertInto('meta')
    .values(mark)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(mark))
    .execute()
  return row && new Date(row.value)
}

/** The process was stopped cleanly. */
export async function clearRun(db: Db, port: number): Promise<void> {
  await db.deleteFrom('meta').where('name', '=', markOf(port)).execute()
}

function markOf(port: number): string {
  return `running:${hostname()}:${port}`
}
