import { Kysely, PostgresDialect } from 'kysely'
import { Client, Pool, types, type PoolConfig } from 'pg'
import type { Secret } from '../lib/secret.ts'
import type { Log } from '../lib/log.ts'
import { errorFields } from '../lib/log.ts'
import type { Database } from './database.ts'
import { guardTransactions } from './nesting.ts'
import type { Schema } from './schema.ts'

const MOST_CONNECTIONS = 12
const CONNECT_MS = 10_000
const INT8: number = types.builtins.INT8

/**
 * How each connection is set. A process that froze in the middle of a
 * transaction must not hold its rows for ever. Serializable reads lock what they scanned, so that on a
 * small table a scan of all of it would set everybody against everybody: indexes lock a row each.
 * A scan that can't be avoided then looks so dear that PostgreSQL would compile it first, for 0.1 s.
 */
const SESSION = '-c idle_in_transaction_session_timeout=15s -c enable_seqscan=off -c jit=off'

/** Opens a pool of connections. Nothing is asked of the server yet: see `checkPostgres`. */
export function poolPostgres(url: Secret, log: Pick<Log, 'warn'>): Required<Database> {
  const config: PoolConfig = {
    connectionString: url.reveal(),
    application_name: 'undock',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    options: SESSION,
    types: { getTypeParser },
  }
  const pool = new Pool({ ...config, max: MOST_CONNECTIONS })
  const lost = (error: unknown) => log.warn('database-connection-lost', errorFields(error))
  pool.on('error', lost)
  pool.on('connect', (client) => {
    // A connection in use reports its loss here as well, and would end the process unheard.
    client.on('error', lost)
  })
  const db = guardTransactions(new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }))
  return {
    db,
    postgres: {
      run: (text, values) => pool.query(text, values),
      async connect() {
        const client = new Client(config)
        client.on('error', lost)
        await client.connect()
        return client
      },
    },
    close: () => db.destroy(),
  }
}

/** Whole numbers arrive as numbers: ours stay far under 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : types.getTypeParser(oid, format)
}
