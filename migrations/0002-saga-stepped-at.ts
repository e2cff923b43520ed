import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** Since when a saga has stood at its step; null for those that have not moved since this column. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  await db.schema.alterTable('saga').addColumn('stepped_at', text).execute()
}
