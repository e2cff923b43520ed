import type pg from 'pg'
import type { Db } from './schema.ts'

/** An open database. `close` gives the lock, or the connections, back. */
export interface Database {
  db: Db
  /** Undefined for SQLite. */
  postgres?: Postgres
  close(): Promise<void>
}

/** What only PostgreSQL has. */
export interface Postgres {
  /** Runs statements as they are, for the library that keeps the queue. */
  run(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  /** A connection outside of the pool, to be ended by its owner. */
  connect(): Promise<pg.Client>
}
