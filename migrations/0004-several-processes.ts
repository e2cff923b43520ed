import { PostgresAdapter, sql, type Kysely } from 'kysely'

/** Who works on a wake, which process alone may, and what a process that took over must know. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const integer = isPostgres ? sql`bigint` : sql`integer`
  const text = isPostgres ? sql`text collate "C"` : sql`text`
  for (const column of ['home', 'owner']) {
    await db.schema
      .alterTable('wake')
      .addColumn(column, integer, (col) => col.notNull().defaultTo(0))
      .execute()
  }
  await db.schema.alterTable('wake').addColumn('job', text).execute()
  await db.schema.alterTable('button').addColumn('used_by', integer).execute()
  await db.schema.alterTable('awaiting_secret').addColumn('held_by', text).execute()
  await db.schema
    .createIndex('wake_serial_key_lane_index')
    .on('wake')
    .columns(['serial_key', 'lane', 'run_at'])
    .execute()
  await db.schema
    .createIndex('wake_waiting_index')
    .on('wake')
    .column('run_at')
    .where('claimed' as never, '=', 0)
    .execute()
  await db.schema
    .createIndex('wake_lane_waiting_index')
    .on('wake')
    .columns(['lane', 'run_at', 'id'])
    .where('claimed' as never, '=', 0)
    .execute()
  await db.schema
    .createIndex('wake_handed_over_index')
    .on('wake')
    .column('lane')
    .where('claimed' as never, '=', 1)
    .where('owner' as never, '=', 0)
    .execute()
  for (const column of ['home', 'owner']) {
    await db.schema
      .createIndex(`wake_${column}_index`)
      .on('wake')
      .column(column)
      .where(column as never, '!=', 0)
      .execute()
  }
}
