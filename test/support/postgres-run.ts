import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { createLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { migrate } from '../../src/db/migrate.ts'
import { poolPostgres } from '../../src/db/postgres.ts'
import { Deliveries } from '../../src/queue/deliveries.ts'
import { startPostgres } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a database from which others are made: all tables, and nothing in them. */
    postgresTemplate: string
  }
}

/** One PostgreSQL for the whole run: `TEST_DATABASE_URL`, or one of our own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const server = given === undefined ? await startPostgres() : undefined
  const home = given ?? server?.url('postgres') ?? ''
  const name = `undock_template_${process.pid}`
  const template = addressOf(home, name)
  await query(home, `create database ${name} encoding 'UTF8' template template0`)
  await prepare(template)
  project.provide('postgresTemplate', template)
  return async () => {
    if (server !== undefined) return server.stop()
    await query(home, `drop database if exists ${name} with (force)`)
  }
}

async function prepare(url: string): Promise<void> {
  const log = createLog(
    'error',
    () => new Date(),
    () => undefined,
  )
  const { db, postgres, close } = poolPostgres(new Secret(url), log)
  await migrate(db)
  const deliveries = new Deliveries(postgres, log)
  await deliveries.start()
  await deliveries.stop()
  await close()
}

/** The same server and user, another database. */
export function addressOf(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  statement: string,
): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}
