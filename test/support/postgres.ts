import { randomBytes } from 'node:crypto'
import { addressOf, letGo, queryOften, TEMPLATE } from './postgres-run.ts'

/** A PostgreSQL database with all tables, and nothing in them. */
export interface TestPostgres {
  url: string
  drop: () => Promise<void>
}

/** Whether this run of the tests is the one on PostgreSQL. */
export const onPostgres = process.env['TEST_DATABASE'] === 'postgres'

/** A new database that nothing else has used: one that is lent again may be left in any state. */
export function createPostgres(): Promise<TestPostgres> {
  const template = templateOf()
  return create(`template ${new URL(template).pathname.slice(1)}`)
}

/** A database without any table. */
export function createEmptyPostgres(options = ''): Promise<TestPostgres> {
  return create(`template template0 ${options}`)
}

async function create(options: string): Promise<TestPostgres> {
  const home = addressOf(templateOf(), 'postgres')
  const name = `undock_${randomBytes(8).toString('hex')}`
  await queryOften(home, `create database ${name} ${options}`)
  const url = addressOf(templateOf(), name)
  return {
    url,
    async drop() {
      await letGo(url)
      await queryOften(home, `drop database if exists ${name} with (force)`)
    },
  }
}

function templateOf(): string {
  const template = process.env[TEMPLATE]
  if (template === undefined) throw new Error('Cannot lend a PostgreSQL: there is no test run')
  return template
}
