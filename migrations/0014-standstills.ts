import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** Work that was due and could not be completed, and the standstills that traders were told about. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  await db.schema
    .createTable('late_work')
    .addColumn('kind', text, (col) => col.notNull())
    .addColumn('key_id', text, (col) => col.notNull())
    .addColumn('symbol', text, (col) => col.notNull())
    .addColumn('cause', text, (col) => col.notNull())
    .addColumn('until', text)
    .addColumn('since', text, (col) => col.notNull())
    .addColumn('cause_since', text, (col) => col.notNull())
    .addPrimaryKeyConstraint('late_work_pk', ['kind', 'key_id', 'symbol'])
    .execute()
  await db.schema
    .createTable('standstill')
    .addColumn('user_id', text, (col) => col.notNull())
    .addColumn('exchange', text, (col) => col.notNull())
    .addColumn('scope', text, (col) => col.notNull())
    .addColumn('cause', text, (col) => col.notNull())
    .addColumn('since', text, (col) => col.notNull())
    .addColumn('told_at', text, (col) => col.notNull())
    .addColumn('ended_at', text)
    .addPrimaryKeyConstraint('standstill_pk', ['user_id', 'exchange', 'scope', 'cause'])
    .execute()
}
