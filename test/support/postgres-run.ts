import { Client, types, type QueryResultRow } from 'pg'
import { createLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { migrate } from '../../src/db/migrate.ts'
import { poolPostgres } from '../../src/db/postgres.ts'
import { Deliveries } from '../../src/queue/deliveries.ts'
import { startPostgres } from './postgres-server.ts'

const INT8: number = types.builtins.INT8

/** Where the tests find the database from which theirs are made: all tables, and nothing in them. */
export const TEMPLATE = 'UNDOCK_TEST_TEMPLATE'

/** One PostgreSQL for the whole run: `TEST_DATABASE_URL`, or one of our own. */
export async function setup(): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const server = given === undefined ? await startPostgres() : undefined
  const home = given ?? server?.url('postgres') ?? ''
  const name = `undock_template_${process.pid}`
  const template = addressOf(home, name)
  await query(home, `create database ${name} encoding 'UTF8' template template0`)
  await prepare(template)
  process.env[TEMPLATE] = template
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
export async function query<Row extends QueryResultRow>(
  url: string,
  statement: string,
): Promise<Row[]> {
  const client = await connect(url)
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

const kept = new Map<string, Promise<Client>>()

/** Runs one statement on a connection that is kept for more: a new one costs as much as 50 statements. */
export async function queryOften<Row extends QueryResultRow>(
  url: string,
  statement: string,
): Promise<Row[]> {
  const known = kept.get(url)
  const client = known ?? connect(url)
  kept.set(url, client)
  // Servers are restarted, too.
  if (known === undefined) (await client).once('end', () => kept.delete(url))
  return (await (await client).query<Row>(statement)).rows
}

/** Ends the connection that is kept to a database, if there is one. */
export async function letGo(url: string): Promise<void> {
  const client = await kept.get(url)
  kept.delete(url)
  await client?.end()
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, types: { getTypeParser } })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Numbers as SQLite gives them. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : types.getTypeParser(oid, format)
}
