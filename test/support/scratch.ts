import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { Secret } from '../../src/lib/secret.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { Database } from '../../src/db/database.ts'
import { openSqlite } from '../../src/db/open.ts'
import { poolPostgres } from '../../src/db/postgres.ts'
import type { Db } from '../../src/db/schema.ts'
import { createPostgres, onPostgres } from './postgres.ts'

/** For tests a disk in memory, where there is one: they need not outlive a power cut. Benches take the real one. */
const inMemory = process.env['VITEST'] !== undefined && existsSync('/dev/shm')
const PLACE = inMemory ? '/dev/shm' : tmpdir()

/** An empty folder that the caller removes. */
export function emptyFolder(): string {
  return mkdtempSync(join(PLACE, 'undock-test-'))
}

/** An empty folder that goes with the test. */
export function scratchFolder(): string {
  const folder = emptyFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A database with all tables, of the kind that this run of the tests is about. */
export async function aDatabase(): Promise<Db> {
  return onPostgres ? (await aPostgres()).db : aSqlite()
}

/** An SQLite database with all tables, in memory unless a path is given, closed when the test ends. */
export async function aSqlite(path = ':memory:'): Promise<Db> {
  const database = openSqlite(path)
  onTestFinished(() => database.close())
  await migrate(database.db)
  return database.db
}

/** A PostgreSQL database with all tables, gone when the test ends. */
export async function aPostgres(): Promise<Required<Database>> {
  const { url, drop } = await createPostgres()
  return openPostgresAt(url, drop)
}

/** Connections to a database, closed when the test ends, which is dropped then. */
export function openPostgresAt(url: string, drop: () => Promise<void>): Required<Database> {
  const silent = createLog(
    'error',
    () => new Date(),
    () => undefined,
  )
  const database = poolPostgres(new Secret(url), silent)
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  return database
}
