import { PostgresAdapter, type Kysely } from 'kysely'

/** Whether a database is PostgreSQL; SQLite otherwise. */
export function isPostgres<Tables>(db: Kysely<Tables>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}
