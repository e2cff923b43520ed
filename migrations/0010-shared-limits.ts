import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** What all processes on this database may send to an exchange, and until when they must be silent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const integer = isPostgres ? sql`bigint` : sql`integer`
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  await db.schema
    .createTable('rate_part')
    .addColumn('id', text, (col) => col.notNull())
    .addColumn('pool', text, (col) => col.notNull())
    .addColumn('lane', text, (col) => col.notNull())
    .addColumn('weight', integer, (col) => col.notNull())
    .addColumn('spent_by', text, (col) => col.notNull())
    .addPrimaryKeyConstraint('rate_part_pk', ['id'])
    .execute()
  await db.schema.createIndex('rate_part_pool_index').on('rate_part').column('pool').execute()
  await db.schema
    .createTable('rate_pause')
    .addColumn('name', text, (col) => col.notNull())
    .addColumn('until', text, (col) => col.notNull())
    .addPrimaryKeyConstraint('rate_pause_pk', ['name'])
    .execute()
}
