import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import { expect, onTestFinished, test } from 'vitest'
import type { Db } from '../../src/db/schema.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openSqlite } from '../../src/db/open.ts'
import { listClosedBooks } from '../../src/trading/closed-book-repo.ts'
import { listUnvaluedFees } from '../../src/trading/fee-repo.ts'
import { listFills } from '../../src/trading/fill-repo.ts'
import { createEmptyPostgres, onPostgres } from '../support/postgres.ts'
import { openPostgresAt } from '../support/scratch.ts'

const BEFORE = '0010-shared-limits'
const AT = '2026-03-02T12:00:00.000Z'
const FOLDER = new URL('../../migrations/', import.meta.url)

/** A database as it was before fills had any number of fees. */
async function aDatabaseBefore(): Promise<Db> {
  const db = await anEmptyDatabase()
  const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateTo(BEFORE)
  if (error !== undefined) throw error
  await sql`
    insert into exchange_key
      (id, user_id, exchange, label, status, health, refusals, watch_only, rights, account_uid,
       taker_fee_rate, tail, checked_at, created_at, updated_at)
    values ('key', '7', 'binance', 'Main', 'linked', 'healthy', 0, 0, '{}', '1', '0.001', 'abcd',
      ${AT}, ${AT}, ${AT})
  `.execute(db)
  return db
}

async function anEmptyDatabase(): Promise<Db> {
  if (onPostgres) {
    const { url, drop } = await createEmptyPostgres()
    return openPostgresAt(url, drop).db
  }
  const database = openSqlite(':memory:')
  onTestFinished(() => database.close())
  return database.db
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).toSorted()
  const made = files.map(async (file) => {
    const migration = (await import(new URL(file, FOLDER).href)) as Migration
    return [file.replace(/\.ts$/, ''), migration] as const
  })
  return Object.fromEntries(await Promise.all(made))
}

/** A bot with one filled order, and a fill of it for each fee. */
async function aBotWithFees(db: Db, botId: string, fees: readonly (readonly string[])[]) {
  await sql`
    insert into trading_bot
      (id, user_id, key_id, name, strategy, symbol, parameters, status, resting, created_at, updated_at)
    values (${botId}, '7', 'key', 'Grid', 'grid', 'BTC/USDT', '{}', 'running', 'keep', ${AT}, ${AT})
  `.execute(db)
  await sql`
    insert into trade_order
      (id, client_order_id, user_id, key_id, bot_id, slot, symbol, side, time_in_force, price, amount,
       status, filled, cost, settled, created_at, updated_at)
    values (${botId}, ${botId}, '7', 'key', ${botId}, 'cell:0', 'BTC/USDT', 'buy', 'GTC', '50000', '1',
       'filled', '1', '50000', 1, ${AT}, ${AT})
  `.execute(db)
  for (const [i, [fee, coin, value = null]] of fees.entries()) {
    await sql`
      insert into fill
        (id, key_id, bot_id, order_id, trade_id, symbol, slot, side, price, amount, cost, fee,
         fee_currency, fee_value, filled_at)
      values (${`${botId}${i}`}, 'key', ${botId}, ${botId}, ${`${botId}${i}`}, 'BTC/USDT', 'cell:0',
        'buy', '50000', '0.1', '5000', ${fee}, ${coin}, ${value}, ${`2026-03-0${i + 1}T12:00:00.000Z`})
    `.execute(db)
  }
  await sql`
    insert into closed_book
      (bot_id, before, amount, cost, realized, bought_amount, fees, unvalued_fees)
    values (${botId}, '2026-03-02', '0.4', '20000', '0', '0.4', '{}', '{"BNB":"0.002"}')
  `.execute(db)
}

test('fills keep their fees to the last digit, and what they were worth', async () => {
  const db = await aDatabaseBefore()
  await aBotWithFees(db, 'a', [
    ['0.000100000000000001', 'BTC', '0'],
    ['5', 'USDT', '0'],
    ['0.008', 'BNB', '4.8'],
    ['0.002', 'BNB'],
    ['0', 'BNB', '0'],
    ['-0.5', 'USDT', '0'],
    ['12', '"\\Ü', '1'],
  ])

  await migrate(db)

  const fills = await listFills(db, ['a'])
  const fees = fills.map((fill) =>
    fill.fees === 'unknown' ? [] : fill.fees.map(({ amount, coin }) => [amount.toFixed(), coin]),
  )
  expect(fees).toEqual([
    [['0.000100000000000001', 'BTC']],
    [['5', 'USDT']],
    [['0.008', 'BNB']],
    [['0.002', 'BNB']],
    [],
    [['-0.5', 'USDT']],
    [['12', '"\\Ü']],
  ])
  const worth = fills.map(({ feeValue }) => feeValue?.toFixed())
  expect(worth).toEqual(['0', '0', '4.8', undefined, '0', '0', '1'])
  expect(await listUnvaluedFees(db, 'key')).toEqual([{ symbol: 'BTC/USDT', coins: ['BNB'] }])
  const [book] = await listClosedBooks(db, ['a'])
  expect(book?.tally.unvaluedFees.get('BNB')?.toFixed()).toBe('0.002')
  expect(book?.tally).toMatchObject({ unknownFees: 0 })
})

test('a fee without its coin becomes unknown, and the book that held it is counted again', async () => {
  const db = await aDatabaseBefore()
  await aBotWithFees(db, 'a', [['0.1', '']])
  await aBotWithFees(db, 'b', [['0.1', 'USDT', '0']])

  await migrate(db)

  expect(await listFills(db, ['a'])).toMatchObject([{ fees: 'unknown', feeValue: undefined }])
  expect(await listUnvaluedFees(db, 'key')).toEqual([])
  expect((await listClosedBooks(db, ['a', 'b'])).map(({ botId }) => botId)).toEqual(['b'])
})
