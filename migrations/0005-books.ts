import { PostgresAdapter, sql, type Expression, type Kysely } from 'kysely'

/** What fees in a third coin were worth, books closed by the day, and what befell orders without us. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  const integer = isPostgres ? sql`bigint` : sql`integer`
  const text = isPostgres ? sql`text collate "C"` : sql`text`

  await db.schema.alterTable('fill').addColumn('fee_value', text).execute()
  // Fees in base or quote need no value: they are in amount and cost.
  await sql`
    update fill set fee_value = '0'
    where fee = '0'
      or substr(symbol, 1, length(fee_currency) + 1) = fee_currency || '/'
      or substr(symbol, length(symbol) - length(fee_currency)) = '/' || fee_currency
  `.execute(db)
  await db.schema
    .createIndex('fill_unvalued_index')
    .on('fill')
    .columns(['key_id', 'symbol', 'fee_currency'])
    .where('fee_value' as never, 'is', null)
    .execute()

  let closedBook = db.schema.createTable('closed_book')
  for (const name of [
    'bot_id',
    'before',
    'amount',
    'cost',
    'realized',
    'bought_amount',
    'fees',
    'unvalued_fees',
  ]) {
    closedBook = closedBook.addColumn(name, text as Expression<string>, (col) => col.notNull())
  }
  await closedBook.addPrimaryKeyConstraint('closed_book_pk', ['bot_id' as never]).execute()

  await db.schema
    .alterTable('trade_order')
    .addColumn('cancel_asked', integer, (col) => col.notNull().defaultTo(0))
    .execute()
  for (const column of ['missing_since', 'untold']) {
    await db.schema.alterTable('trade_order').addColumn(column, text).execute()
  }
  await db.schema
    .createIndex('trade_order_untold_index')
    .on('trade_order')
    .column('key_id')
    .where('untold' as never, 'is not', null)
    .execute()
}
