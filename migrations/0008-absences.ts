import { PostgresAdapter, sql, type Expression, type Kysely } from 'kysely'

/** Times in which a key could not be used, and coins that went by hand meanwhile. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const integer = isPostgres ? sql`bigint` : sql`integer`
  const text = (isPostgres ? sql`text collate "C"` : sql`text`) as Expression<string>

  await db.schema
    .createTable('absence')
    .addColumn('key_id', text, (col) => col.notNull())
    .addColumn('since', text, (col) => col.notNull())
    .addColumn('compared_at', text)
    .addColumn('version', integer, (col) => col.notNull())
    .addPrimaryKeyConstraint('absence_pk', ['key_id'])
    .execute()

  await db.schema
    .createTable('missing_coins')
    .addColumn('bot_id', text, (col) => col.notNull())
    .addColumn('key_id', text, (col) => col.notNull())
    .addColumn('amount', text, (col) => col.notNull())
    .addColumn('least', text, (col) => col.notNull())
    .addColumn('price', text)
    .addPrimaryKeyConstraint('missing_coins_pk', ['bot_id'])
    .execute()
  await db.schema
    .createIndex('missing_coins_key_id_index')
    .on('missing_coins')
    .column('key_id')
    .execute()
}
