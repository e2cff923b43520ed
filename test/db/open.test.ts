import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import { openSqlite } from '../../src/db/open.ts'
import { findMeta, refuseOtherMode, writeMeta, type Mode } from '../../src/db/stamp.ts'
import type { Db } from '../../src/db/schema.ts'
import { startNode, type Child } from '../support/process.ts'
import { aSqlite, scratchFolder } from '../support/scratch.ts'

const OPEN = new URL('../../src/db/open.ts', import.meta.url).href

/** Another process that has the database open. */
async function anOwnerOf(path: string): Promise<Child> {
  const code = `
    const { openSqlite } = await import(${JSON.stringify(OPEN)})
    openSqlite(${JSON.stringify(path)})
    console.log('open')
    setInterval(() => undefined, 60_000)`
  const child = startNode(['--input-type=module', '-e', code], { cwd: scratchFolder() })
  await child.prints('open')
  return child
}

async function pragma(db: Db, name: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)
  return Object.values(rows[0] ?? {})[0]
}

describe('openSqlite()', () => {
  test.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['secure_delete', 1],
    ['foreign_keys', 1],
  ])('keeps %s at %s', async (name, value) => {
    const db = await aSqlite(join(scratchFolder(), 'a.db'))

    expect(await pragma(db, name)).toBe(value)
  })

  test('makes missing folders that only their owner may enter', async () => {
    const folder = join(scratchFolder(), 'data', 'deep')

    await aSqlite(join(folder, 'a.db'))

    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('no other user may read its files, not even those of an older Undock', async () => {
    const path = join(scratchFolder(), 'undock.db')
    const before = process.umask(0o022)
    onTestFinished(() => void process.umask(before))
    writeFileSync(path, '', { mode: 0o644 })

    const database = openSqlite(path)
    onTestFinished(() => database.close())
    await sql`create table a (b text)`.execute(database.db)

    const rights = ['', '-wal', '-shm'].map((part) => statSync(`${path}${part}`).mode & 0o777)
    expect(rights).toEqual([0o600, 0o600, 0o600])
  })

  test('refuses a row that points to no key', async () => {
    const db = await aSqlite()

    const orphan = db
      .insertInto('trading_bot')
      .values({
        id: 'b',
        user_id: '1',
        key_id: 'nobody',
        name: 'x',
        strategy: 'grid',
        symbol: 'A/B',
        parameters: '{}',
        status: 'running',
        resting: 'keep',
        reason: null,
        created_at: '',
        updated_at: '',
      })
      .execute()

    await expect(orphan).rejects.toThrow('FOREIGN KEY')
  })

  test('refuses a second time in the same process, and opens once the first is closed', async () => {
    const path = join(scratchFolder(), 'a.db')
    const first = openSqlite(path)

    expect(() => openSqlite(path)).toThrow(expect.objectContaining({ code: 'in-use' }))

    await first.close()
    await openSqlite(path).close()
  })

  test('refuses while another process has it, and opens after that one was killed', async () => {
    const path = join(scratchFolder(), 'a.db')
    const owner = await anOwnerOf(path)

    expect(() => openSqlite(path)).toThrow(
      expect.objectContaining({
        code: 'in-use',
        message: expect.stringContaining('another Undock is running on it'),
      }),
    )

    await owner.kill9()
    await openSqlite(path).close()
  })

  test('refuses to empty a database that another process has', async () => {
    const path = join(scratchFolder(), 'a.db')
    const before = openSqlite(path)
    await migrate(before.db)
    await writeMeta(before.db, 'mode', 'live')
    await before.close()
    const owner = await anOwnerOf(path)

    expect(() => openSqlite(path, { fresh: true })).toThrow('Cannot open')

    await owner.kill9()
    expect(await findMeta(await aSqlite(path), 'mode')).toBe('live')
  })

  test('starts from nothing when it is to be fresh', async () => {
    const path = join(scratchFolder(), 'a.db')
    const before = openSqlite(path)
    await migrate(before.db)
    await before.close()

    const fresh = openSqlite(path, { fresh: true })
    onTestFinished(() => fresh.close())

    expect(await fresh.db.introspection.getTables()).toEqual([])
  })

  test.each<[string, (path: string) => void]>([
    [
      'no database',
      (path) => writeFileSync(path, 'A shopping list, long enough to be read. '.repeat(50)),
    ],
    ['a folder', (path) => mkdirSync(path)],
  ])('says in words that the file is %s, and lets go of it', (_, make) => {
    const path = join(scratchFolder(), 'a.db')
    make(path)

    const open = () => openSqlite(path)

    expect(open).toThrow(
      expect.objectContaining({
        code: 'not-opened',
        message: expect.stringMatching(/^Cannot open .*a\.db: SQLITE_\w+\. DATABASE_URL must name/),
      }),
    )
    expect(open).toThrow(expect.objectContaining({ code: 'not-opened' }))
  })

  test('says in words that there can be no such folder', () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'file'), '')

    expect(() => openSqlite(join(folder, 'file', 'a.db'))).toThrow(
      expect.objectContaining({ code: 'not-opened' }),
    )
  })
})

describe('refuseOtherMode()', () => {
  test.each<[Mode, Mode]>([
    ['live', 'playground'],
    ['playground', 'live'],
  ])('refuses a database of %s for %s use', async (first, second) => {
    const db = await aSqlite()
    await writeMeta(db, 'mode', first)
    await refuseOtherMode(db, first)

    await expect(refuseOtherMode(db, second)).rejects.toMatchObject({
      code: 'other-mode',
      message: `Cannot open the database for ${second} use: it is stamped "${first}". Set DATABASE_URL to another database`,
    })
  })
})
