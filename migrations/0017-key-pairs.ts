import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** Key pairs whose public half is not linked yet, and which keys are such pairs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  await db.schema
    .createTable('key_pair')
    .addColumn('id', text, (col) => col.notNull().unique())
    .addColumn('user_id', text, (col) => col.notNull())
    .addColumn('exchange', text, (col) => col.notNull())
    .addColumn('public_key', text, (col) => col.notNull())
    .addColumn('wrapped_data_key', text, (col) => col.notNull())
    .addColumn('sealed_credentials', text, (col) => col.notNull())
    .addColumn('expires_at', text, (col) => col.notNull())
    .addPrimaryKeyConstraint('key_pair_pk', ['user_id', 'exchange'])
    .execute()
  await db.schema
    .alterTable('exchange_key')
    .addColumn('key_kind', text, (col) => col.notNull().defaultTo('secret'))
    .execute()
  await db.schema.alterTable('awaiting_secret').addColumn('pair_id', text).execute()
}
