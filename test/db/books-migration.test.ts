import { sql, type Kysely } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { up } from '../../migrations/0005-books.ts'
import { openSqlite } from '../../src/db/open.ts'

test('fees that were taken in base or quote need no value, those in a third coin are still to be valued', async () => {
  const database = openSqlite(':memory:')
  onTestFinished(() => database.close())
  const { db } = database
  await sql`create table trade_order (id text, key_id text)`.execute(db)
  await sql`create table fill (id text, key_id text, symbol text, fee text, fee_currency text)`.execute(
    db,
  )
  for (const [symbol, fee, coin] of [
    ['BTC/USDT', '0.1', 'BTC'],
    ['BTC/USDT', '0.1', 'USDT'],
    ['BTC/USDT', '0.1', 'BNB'],
    ['BTC/USDT', '0', 'BNB'],
    ['1000SATS/FDUSD', '0.1', 'USD'],
    ['1000SATS/FDUSD', '0.1', 'SATS'],
    ['1000SATS/FDUSD', '0.1', '1000'],
  ]) {
    await sql`insert into fill values ('', 'key', ${symbol}, ${fee}, ${coin})`.execute(db)
  }

  await up(db as unknown as Kysely<unknown>)

  const { rows } = await sql<{ fee_value: string | null }>`select fee_value from fill`.execute(db)
  expect(rows.map((row) => row.fee_value)).toEqual(['0', '0', null, '0', null, null, null])
})
