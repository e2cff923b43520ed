import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** What keeps a position of an exit from being sold, and how much of it is not free on the account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  for (const column of ['cause', 'said', 'not_free']) {
    await db.schema.alterTable('exit_position').addColumn(column, text).execute()
  }
}
