import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** What was missing when a bot stopped by itself for want of it, as JSON. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  await db.schema.alterTable('trading_bot').addColumn('shortage', text).execute()
}
