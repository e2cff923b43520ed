import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { planOnce } from '../../src/db/prepared.ts'
import { aSqlite } from '../support/scratch.ts'

describe('planOnce()', () => {
  test('leaves question marks alone that are text, or a name', () => {
    const text = `select '?', "odd?", 'it''s?' from t where a = ? and b in (?, ?)`

    expect(planOnce(text)).toBe(
      `select '?', "odd?", 'it''s?' from t where a = +? and b in (+?, +?)`,
    )
  })
})

describe('keepPrepared()', () => {
  test('gives back what was put in, of every type', async () => {
    const db = await aSqlite()
    const values = ['007', 7, 0.5, null, '?', '']

    const { rows } = await sql<Record<string, unknown>>`
      select ${values[0]} as a, ${values[1]} as b, ${values[2]} as c,
             ${values[3]} as d, ${values[4]} as e, ${values[5]} as f`.execute(db)

    expect(Object.values(rows[0] ?? {})).toEqual(values)
  })

  test('keeps one statement for all values of it', async () => {
    const db = await aSqlite()
    const put = (name: string, value: string) =>
      db.insertInto('meta').values({ name, value }).execute()
    await put('a', '1')
    await put('b', '2')
    const read = (name: string) =>
      db.selectFrom('meta').select('value').where('name', '=', name).orderBy('value').execute()

    expect([await read('a'), await read('b'), await read('c')]).toEqual([
      [{ value: '1' }],
      [{ value: '2' }],
      [],
    ])
  })
})

test.each([
  ['the queue’s next wake', `select run_at from wake where claimed = 0 and run_at > +?`],
  ['the open saga of a key', `select * from saga where key_id = +? and status != 'done'`],
])('%s is found by the index over what is open only', async (_, text) => {
  const db = await aSqlite()

  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(
    text.replace('+?', "+'2026'"),
  )}`.execute(db)

  expect(rows.map(({ detail }) => detail).join()).toMatch(/wake_waiting_index|saga_one_per_key/)
})
