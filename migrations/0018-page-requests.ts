import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** One-time pages on which a browser seals credentials, each with an HPKE key pair of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  await db.schema
    .createTable('page_request')
    .addColumn('id', text, (col) => col.notNull().primaryKey())
    .addColumn('token_hash', text, (col) => col.notNull().unique())
    .addColumn('user_id', text, (col) => col.notNull())
    .addColumn('exchange', text, (col) => col.notNull())
    .addColumn('key_id', text)
    .addColumn('public_key', text, (col) => col.notNull())
    .addColumn('wrapped_data_key', text)
    .addColumn('sealed_credentials', text)
    .addColumn('status', text, (col) => col.notNull())
    .addColumn('created_at', text, (col) => col.notNull())
    .addColumn('expires_at', text, (col) => col.notNull())
    .execute()
  await db.schema
    .createIndex('page_request_user_id_index')
    .on('page_request')
    .column('user_id')
    .execute()
}
