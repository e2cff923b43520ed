import { PostgresAdapter, sql, type Kysely } from 'kysely'

/**
 * Whose settings a bot goes on with (one bot at a time), and which bot goes on with coins that were
 * kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  await db.schema.alterTable('trading_bot').addColumn('moved_from', text).execute()
  await db.schema.alterTable('kept_position').addColumn('adopted_by', text).execute()
  await db.schema
    .createIndex('trading_bot_moved_from')
    .on('trading_bot')
    .column('moved_from')
    .unique()
    .where('status' as never, '!=', 'removed')
    .execute()
}
