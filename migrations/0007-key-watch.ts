import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** Since when a key is refused, what its trader was told of its end, and exchanges that refuse many alike. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const integer = isPostgres ? sql`bigint` : sql`integer`
  const text = isPostgres ? sql`text collate "C"` : sql`text`

  for (const column of ['refused_since', 'other_cause', 'end_told']) {
    await db.schema.alterTable('exchange_key').addColumn(column, text).execute()
  }
  await db.schema.alterTable('exchange_key').addColumn('end_told_days', integer).execute()
  await db.schema
    .alterTable('exchange_key')
    .addColumn('held', integer, (col) => col.notNull().defaultTo(0))
    .execute()
  await sql`update exchange_key set refused_since = refused_at where health <> 'healthy'`.execute(
    db,
  )
  // What an exchange answered others is asked at each refusal that confirms another.
  await db.schema
    .createIndex('exchange_key_exchange_id_index')
    .on('exchange_key')
    .columns(['exchange', 'id'])
    .execute()

  for (const [name, column, condition] of [
    ['exchange_key_doubted_index', 'exchange', sql`health = 'suspect'`],
    ['exchange_key_held_index', 'exchange', sql`held = 1`],
  ] as const) {
    await sql`create index ${sql.ref(name)} on exchange_key (${sql.ref(column)}) where ${condition}`.execute(
      db,
    )
  }

  await db.schema
    .createTable('fleet_refusal')
    .addColumn('exchange', text, (col) => col.primaryKey().notNull())
    .addColumn('since', text, (col) => col.notNull())
    .execute()
}
