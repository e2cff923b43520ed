import type { Log } from '../lib/log.ts'
import type { Secret } from '../lib/secret.ts'
import { openPostgres } from './open-postgres.ts'
import type { Database } from './database.ts'
import { openSqlite } from './open.ts'

/** Which database, and where. The address of PostgreSQL may hold a password. */
export type DatabasePlace = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: Secret }

/** Opens the database; `fresh` empties an SQLite file first. @throws {DatabaseRefused} */
export async function openDatabase(
  place: DatabasePlace,
  log: Pick<Log, 'warn'>,
  { fresh }: { fresh: boolean },
): Promise<Database> {
  return place.kind === 'sqlite' ? openSqlite(place.path, { fresh }) : openPostgres(place.url, log)
}
