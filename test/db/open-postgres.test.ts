import { createServer } from 'node:net'
import { once } from 'node:events'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Secret } from '../../src/lib/secret.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openPostgres } from '../../src/db/open-postgres.ts'
import { transact } from '../../src/db/transact.ts'
import { Deliveries } from '../../src/queue/deliveries.ts'
import { createEmptyPostgres } from '../support/postgres.ts'
import { addressOf, query } from '../support/postgres-run.ts'
import { aPostgres, openPostgresAt } from '../support/scratch.ts'

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

async function anEmptyDatabase(options?: string): Promise<string> {
  const { url, drop } = await createEmptyPostgres(options)
  onTestFinished(drop)
  return url
}

/** Opens and closes it. */
async function tryOut(url: string, patienceSeconds = 0): Promise<void> {
  const database = await openPostgres(new Secret(url), SILENT, patienceSeconds)
  await database.close()
}

/** A server that lets nobody in, as PostgreSQL says it. */
async function aServerThatSays(code: string): Promise<string> {
  const fields = `SFATAL\0C${code}\0Mpassword authentication failed\0\0`
  const answer = Buffer.from(`E0000${fields}`)
  answer.writeInt32BE(fields.length + 4, 1)
  const server = createServer((socket) => socket.once('data', () => socket.end(answer)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return `postgres://undock:the-password@127.0.0.1:${port}/undock`
}

describe('openPostgres()', () => {
  test('opens a database that is as it should be', async () => {
    await expect(tryOut(await anEmptyDatabase())).resolves.toBeUndefined()
  })

  test('lets PostgreSQL compile nothing, however dear a scan looks', async () => {
    const { db } = await aPostgres()

    const plan = await sql<object>`
      explain (analyze) select * from inbox where body <> 'nothing'
    `.execute(db)

    expect(JSON.stringify(plan.rows)).toContain('Seq Scan on inbox')
    expect(JSON.stringify(plan.rows)).not.toContain('JIT')
  })

  test.each([
    ['28P01', /does not accept the password.*DATABASE_URL/],
    ['28000', /does not let this user in/],
    ['53300', /connections are taken/],
  ])('says in words what %s means, and no password', async (code, words) => {
    const opened = tryOut(await aServerThatSays(code))

    await expect(opened).rejects.toMatchObject({
      code: 'not-opened',
      message: expect.stringMatching(words),
    })
    await expect(opened).rejects.not.toThrow('the-password')
  })

  test('says in words that there is no such database', async () => {
    const url = addressOf(await anEmptyDatabase(), 'undock_nowhere')

    await expect(tryOut(url)).rejects.toMatchObject({
      code: 'not-opened',
      message: expect.stringContaining('no such database'),
    })
  })

  test('refuses one that forgets commits in a crash', async () => {
    const url = await anEmptyDatabase()
    await query(
      url,
      `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`,
    )

    await expect(tryOut(url)).rejects.toMatchObject({
      code: 'unsafe-settings',
      message: expect.stringContaining('synchronous_commit is off'),
    })
  })

  test('refuses one that can’t hold every character', async () => {
    const url = await anEmptyDatabase(`encoding 'SQL_ASCII'`)

    await expect(tryOut(url)).rejects.toMatchObject({
      code: 'unsafe-settings',
      message: expect.stringContaining('it must be UTF8'),
    })
  })

  test('waits for one that starts later, and gives up in words when none comes', async () => {
    const events: string[] = []
    const url = 'postgres://undock:the-password@127.0.0.1:1/undock'
    const log = { warn: (event: string) => void events.push(event) }

    await expect(openPostgres(new Secret(url), log, 1)).rejects.toMatchObject({
      code: 'unreachable',
      message:
        'Cannot reach the PostgreSQL database: ECONNREFUSED. Start it, or mend host and port in DATABASE_URL',
    })
    expect(events.length).toBeGreaterThan(0)
    expect(new Set(events)).toEqual(new Set(['database-awaited']))
  })
})

describe('migrate() on PostgreSQL', () => {
  test('lets several processes start at once on an empty database', async () => {
    const url = await anEmptyDatabase()
    const processes = Array.from({ length: 3 }, () => openPostgresAt(url, async () => undefined))

    await Promise.all(
      processes.map(async ({ db, postgres }) => {
        await migrate(db)
        const deliveries = new Deliveries(postgres, SILENT)
        await deliveries.start()
        await deliveries.stop()
      }),
    )

    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(
      processes[0]?.db as never,
    )
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  test('makes texts that sort by their bytes, and numbers of 64 bits', async () => {
    const { db } = await aPostgres()
    const { rows } = await sql<{ type: string; collation: string | null }>`
      select data_type as type, collation_name as collation from information_schema.columns
      where table_schema = 'public' and table_name not like 'kysely%'`.execute(db)
    expect(rows.length).toBeGreaterThan(100)
    expect(new Set(rows.map(({ type, collation }) => `${type} ${collation}`))).toEqual(
      new Set(['text C', 'bigint null']),
    )

    const names = ['b', 'B', 'a', 'ä', '9', '10']
    for (const name of names) await db.insertInto('meta').values({ name, value: '' }).execute()
    const sorted = await db.selectFrom('meta').select('name').orderBy('name').execute()
    expect(sorted.map(({ name }) => name)).toEqual(['10', '9', 'B', 'a', 'b', 'ä'])
    const row = { user_id: '1', body: 'x', received_at: '' }
    await db
      .insertInto('inbox')
      .values({ update_id: 9_007_199_254_740_991, ...row })
      .execute()
    const { update_id: updateId } = await db
      .selectFrom('inbox')
      .selectAll()
      .executeTakeFirstOrThrow()
    expect(updateId).toBe(9_007_199_254_740_991)
  })
})

describe('transact() on PostgreSQL', () => {
  test('lets what reads, decides and writes be as if it were alone', async () => {
    const { db } = await aPostgres()
    const count = async () => {
      await transact(db, async (trx) => {
        const rows = await trx.selectFrom('meta').select('name').execute()
        await trx
          .insertInto('meta')
          .values({ name: `${rows.length}`, value: '' })
          .execute()
      })
    }

    await Promise.all(Array.from({ length: 8 }, count))

    const rows = await db.selectFrom('meta').select('name').orderBy('name').execute()
    expect(rows.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  })

  test('tells of a row that was there before, and repeats it no more than once', async () => {
    const { db } = await aPostgres()
    await db.insertInto('meta').values({ name: 'a', value: '' }).execute()
    let runs = 0

    const twice = transact(db, async (trx) => {
      runs += 1
      await trx.insertInto('meta').values({ name: 'a', value: '' }).execute()
    })

    await expect(twice).rejects.toMatchObject({ code: '23505' })
    expect(runs).toBe(2)
  })
})
