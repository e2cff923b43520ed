import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import type { Db } from '../../src/db/schema.ts'
import { aDatabase } from '../support/scratch.ts'

/** `text`, `integer`, and a question mark where null may stand; by table and column. */
type Shape = Record<string, Record<string, string>>

/** What src/db/schema.ts says to the compiler. */
function promisedShape(): Shape {
  const source = readFileSync(new URL('../../src/db/schema.ts', import.meta.url), 'utf8')
  const [, body = ''] = /export interface Schema \{\n(.*?)\n\}\n/s.exec(source) ?? []
  const code = body.replaceAll(/\/\*\*.*?\*\//gs, '')
  const tables = [...code.matchAll(/^ {2}(\w+): \{(.*?)\}$/gms)].map(
    ([, table = '', inside = '']) => {
      const columns = [...inside.matchAll(/(\w+): ([^;\n]+)/g)].map(
        ([, column = '', type = '']) => [column, toColumnType(type.trim())],
      )
      return [table, Object.fromEntries(columns)]
    },
  )
  return Object.fromEntries(tables) as Shape
}

function toColumnType(type: string): string {
  const optional = type.endsWith('| null') ? '?' : ''
  const values = type.replace(' | null', '')
  if (values === 'number') return `integer${optional}`
  return values === 'string' || /^('[\w-]+'( \| )?)+$/.test(values) ? `text${optional}` : type
}

async function builtShape(db: Db): Promise<Shape> {
  const tables = await db.introspection.getTables()
  return Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      Object.fromEntries(
        columns.map((column) => [
          column.name,
          `${column.dataType.toLowerCase()}${column.isNullable ? '?' : ''}`,
        ]),
      ),
    ]),
  )
}

describe('migrate()', () => {
  test('builds the tables and columns that the schema promises', async () => {
    const promised = promisedShape()
    expect(Object.keys(promised).length).toBeGreaterThan(15)

    expect(await builtShape(await aDatabase())).toEqual(promised)
  })

  test('changes nothing when it runs again', async () => {
    const db = await aDatabase()
    const before = await builtShape(db)
    await db.insertInto('meta').values({ name: 'mode', value: 'live' }).execute()

    await migrate(db)

    expect(await builtShape(db)).toEqual(before)
    expect(await db.selectFrom('meta').selectAll().execute()).toHaveLength(1)
  })

  test('refuses a database that a newer Undock has changed, in words', async () => {
    const db = await aDatabase()
    await sql`insert into kysely_migration values ('9999-from-the-future', '2030-01-01')`.execute(
      db,
    )

    await expect(migrate(db)).rejects.toMatchObject({
      code: 'newer',
      message: expect.stringMatching(
        /newer Undock.*9999-from-the-future.*Start that version again/,
      ),
    })
  })

  test('lets only one saga per key be under way', async () => {
    const db = await aDatabase()
    const saga = (id: string, status: 'active' | 'done') => ({
      id,
      status,
      kind: 'x',
      user_id: '1',
      key_id: 'k',
      subject_id: 's',
      step: 'a',
      version: 1,
      fence: 0,
      run_at: '',
      tries: 0,
      data: '',
      created_at: '',
      updated_at: '',
    })
    await db
      .insertInto('saga')
      .values([saga('1', 'done'), saga('2', 'active')])
      .execute()

    const second = db.insertInto('saga').values(saga('3', 'active')).execute()

    await expect(second).rejects.toThrow('UNIQUE')
  })
})
