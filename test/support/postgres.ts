import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { addressOf, query } from './postgres-run.ts'

/** A PostgreSQL database with all tables, and nothing in them. */
export interface TestPostgres {
  url: string
  drop: () => Promise<void>
}

/** Makes a database on the server of this run. `empty` has no tables either. */
export async function createPostgres({ empty = false } = {}): Promise<TestPostgres> {
  const template = inject('postgresTemplate')
  const from = empty ? 'template0' : new URL(template).pathname.slice(1)
  const name = `undock_${randomBytes(8).toString('hex')}`
  const home = addressOf(template, 'postgres')
  await query(home, `create database ${name} template ${from}`)
  return {
    url: addressOf(template, name),
    drop: async () => void (await query(home, `drop database if exists ${name} with (force)`)),
  }
}

/** Whether this run of the tests is the one on PostgreSQL. */
export const onPostgres = process.env['TEST_DATABASE'] === 'postgres'
