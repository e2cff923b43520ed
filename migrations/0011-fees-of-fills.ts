import { PostgresAdapter, sql, type Expression, type Kysely } from 'kysely'

/** A fill has any number of fees, each in a coin of its own, or fees that the exchange does not say. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const integer = (isPostgres ? sql`bigint` : sql`integer`) as Expression<number>
  const text = (isPostgres ? sql`text collate "C"` : sql`text`) as Expression<string>
  const inQuotes = isPostgres ? sql`to_json(fee_currency)::text` : sql`json_quote(fee_currency)`

  await db.schema
    .alterTable('fill')
    .addColumn('fees', text, (col) => col.notNull().defaultTo('unknown'))
    .execute()
  await db.schema.alterTable('fill').addColumn('unvalued_coins', text).execute()
  await sql`
    update fill set
      fees = case
        when fee = '0' then '[]'
        when fee_currency = '' then 'unknown'
        else '[{"amount":"' || fee || '","coin":' || ${inQuotes} || '}]'
      end,
      unvalued_coins = case
        when fee_value is null and fee <> '0' and fee_currency <> '' then fee_currency
      end
  `.execute(db)

  await db.schema.dropIndex('fill_unvalued_index').execute()
  for (const column of ['fee', 'fee_currency']) {
    await db.schema.alterTable('fill').dropColumn(column).execute()
  }
  await db.schema
    .createIndex('fill_unvalued_index')
    .on('fill')
    .columns(['key_id', 'symbol', 'unvalued_coins'])
    .where('unvalued_coins' as never, 'is not', null)
    .execute()

  // Positions have what orders executed of which no fill is on record yet.
  await sql`
    create index trade_order_unread_index on trade_order (key_id)
    where settled = 0 and filled <> '0'
  `.execute(db)

  await db.schema
    .alterTable('closed_book')
    .addColumn('unknown_fees', integer, (col) => col.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('closed_book')
    .addColumn('unclear_amount', text, (col) => col.notNull().defaultTo('0'))
    .execute()
  // A closed book is what its fills come to; it is made again when it is missing.
  await sql`
    delete from closed_book where bot_id in (select bot_id from fill where fees = 'unknown')
  `.execute(db)
}
