import { readdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import { DatabaseRefused } from './database-refused.ts'
import { hasTable, isPostgres } from './dialect.ts'
import type { Db } from './schema.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)

const MIGRATION_LOCK = 20_260_103

let loaded: Promise<Record<string, Migration>> | undefined

/** They are part of this version: read once, however often somebody asks whether we are ready. */
const provider: MigrationProvider = {
  getMigrations() {
    loaded ??= load()
    return loaded
  },
}

async function load(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).toSorted()
  const migrations: Record<string, Migration> = {}
  for (const file of files) {
    const migration = (await import(new URL(file, FOLDER).href)) as Migration
    migrations[file.replace(/\.ts$/, '')] = migration
  }
  return migrations
}

/**
 * Brings the database to this version's tables.
 *
 * @throws {DatabaseRefused} `newer` when a later version of Undock has already changed it.
 */
export async function migrate(db: Db): Promise<void> {
  await oneAtATime(db, async () => {
    if (await hasTable(db, 'kysely_migration')) {
      await refuseNewer(db)
      if (await isMigrated(db)) return
    }
    const { error } = await new Migrator({ db, provider }).migrateToLatest()
    if (error !== undefined) throw error
  })
}

/** Kysely locks its own tables, but makes them before: two processes that start would meet there. */
async function oneAtATime(db: Db, task: () => Promise<void>): Promise<void> {
  if (!isPostgres(db)) return task()
  await db.connection().execute(async (one) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(one)
    try {
      await task()
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(one)
    }
  })
}

/** Whether the database answers and has the tables of just this version. */
export async function isMigrated(db: Db): Promise<boolean> {
  const known = Object.keys(await provider.getMigrations())
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const applied = new Set(rows.map(({ name }) => name))
  return known.length === applied.size && known.every((name) => applied.has(name))
}

async function refuseNewer(db: Db): Promise<void> {
  const known = Object.keys(await provider.getMigrations())
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  throw new DatabaseRefused(
    'newer',
    `Cannot open the database: a newer Undock has changed it (${unknown.join(', ')}). Start that version again, or restore a backup from before`,
  )
}
