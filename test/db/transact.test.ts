import { expect, test } from 'vitest'
import type { Db, Trx } from '../../src/db/schema.ts'
import { transact } from '../../src/db/transact.ts'
import { aDatabase } from '../support/scratch.ts'

const write = (name: string) => async (trx: Trx) => {
  await trx.insertInto('meta').values({ name, value: '' }).execute()
}

async function names(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('meta').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}

test('a transaction inside of another one fails at once, and undoes the outer one', async () => {
  const db = await aDatabase()

  const outer = async (trx: Trx) => {
    await write('outer')(trx)
    await transact(db, write('inner'))
  }

  await expect(transact(db, outer)).rejects.toThrow(
    new TypeError('Cannot leave the transaction that is open here: pass its trx on instead of db'),
  )
  expect(await names(db)).toEqual([])
})

test('a query past the transaction that is open fails at once', async () => {
  const db = await aDatabase()

  await expect(transact(db, async () => names(db))).rejects.toThrow('pass its trx on')
  const insert = () => db.insertInto('meta').values({ name: 'a', value: '' }).execute()
  await expect(transact(db, insert)).rejects.toThrow('pass its trx on')

  expect(await names(db)).toEqual([])
})

test('transactions beside each other, after each other, and on two databases are none inside', async () => {
  const [db, other] = [await aDatabase(), await aDatabase()]

  await Promise.all(['a', 'b', 'c'].map((name) => transact(db, write(name))))
  await transact(db, async (trx) => {
    await write('d')(trx)
    await transact(other, write('elsewhere'))
  })
  await transact(db, write('e'))

  expect(await names(db)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(await names(other)).toEqual(['elsewhere'])
})

test('what a transaction has left running may open one of its own once it is over', async () => {
  const db = await aDatabase()
  const over = Promise.withResolvers<void>()
  let later: Promise<void> | undefined

  await transact(db, async (trx) => {
    await write('first')(trx)
    later = over.promise.then(() => transact(db, write('later')))
  })
  over.resolve()
  await later

  expect(await names(db)).toEqual(['first', 'later'])
})

test('one that fails inside leaves the next transaction alone', async () => {
  const db = await aDatabase()
  await expect(transact(db, () => transact(db, write('inner')))).rejects.toThrow(TypeError)

  await transact(db, write('next'))

  expect(await names(db)).toEqual(['next'])
})
