import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Trx } from '../../src/db/schema.ts'
import { shareCommit } from '../../src/db/shared-commit.ts'
import { aSqlite } from '../support/scratch.ts'

const write = (name: string) => async (trx: Trx) => {
  await trx.insertInto('meta').values({ name, value: '' }).execute()
  return name
}

test('shareCommit() gives each change what it came to, and undoes alone the one that fails', async () => {
  const db = await aSqlite()
  const names = ['a', 'b', 'c', 'd']

  const ends = await Promise.allSettled([
    ...names.map((name) => shareCommit(db, write(name))),
    shareCommit(db, async (trx) => {
      await write('undone')(trx)
      throw new Error('It went wrong')
    }),
    shareCommit(db, write('a')),
    shareCommit(db, write('e')),
  ])

  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : 'failed'))).toEqual([
    ...names,
    'failed',
    'failed',
    'e',
  ])
  const rows = await db.selectFrom('meta').select('name').orderBy('name').execute()
  expect(rows.map(({ name }) => name)).toEqual([...names, 'e'])
})

test('shareCommit() fails every change when the commit itself fails', async () => {
  const db = await aSqlite()
  const breakIt = async (trx: Trx) => {
    // Checked at the commit, so that nothing goes wrong before it.
    await sql`create table child (name text references meta (name) deferrable initially deferred)`.execute(
      trx,
    )
    await sql`insert into child values ('nobody')`.execute(trx)
  }

  const ends = await Promise.allSettled([shareCommit(db, write('a')), shareCommit(db, breakIt)])

  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await db.selectFrom('meta').select('name').execute()).toEqual([])
  expect(await shareCommit(db, write('b'))).toBe('b')
})
