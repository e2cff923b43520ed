import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { closeAll } from '../lib/close-all.ts'
import type { Database } from './database.ts'
import { DatabaseRefused } from './database-refused.ts'
import { keepPrepared } from './prepared.ts'
import { guardTransactions } from './nesting.ts'
import type { Schema } from './schema.ts'

/**
 * Opens the SQLite file, made when missing, for this process alone. `fresh` empties it first.
 *
 * @throws {DatabaseRefused} `in-use` when another process has it, `not-opened` when the file is no
 *   database or may not be used, `unsafe-settings` when SQLite does not take the settings that the
 *   trader's money rests on.
 */
export function openSqlite(path: string, { fresh = false } = {}): Database {
  const unlock = path === ':memory:' ? () => undefined : lock(path)
  const sqlite = inWords(path, () => {
    try {
      return openFile(path, fresh)
    } catch (error) {
      unlock()
      throw error
    }
  })
  const dialect = new SqliteDialect({ database: keepPrepared(sqlite) })
  const db = guardTransactions(new Kysely<Schema>({ dialect }))
  return {
    db,
    close: () => closeAll([() => db.destroy(), unlock]),
  }
}

function openFile(path: string, fresh: boolean): Sqlite.Database {
  if (fresh) for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
  const inMemory = path === ':memory:'
  if (!inMemory) keepFromOthers(path)
  const sqlite = new Sqlite(path)
  try {
    // better-sqlite3 opens a WAL database at synchronous=NORMAL, which loses commits at a power cut.
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('secure_delete = ON')
    sqlite.pragma('foreign_keys = ON')
    assertPragmas(sqlite, inMemory)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** Makes the files readable for this user only, whatever the umask. SQLite gives new files beside it the same mode. */
function keepFromOthers(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'ax', 0o600))
  for (const suffix of ['', '-wal', '-shm']) {
    const file = `${path}${suffix}`
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) chmodSync(file, 0o600)
  }
}

function assertPragmas(sqlite: Sqlite.Database, inMemory: boolean): void {
  const wanted = {
    journal_mode: inMemory ? 'memory' : 'wal',
    synchronous: 2,
    secure_delete: 1,
    foreign_keys: 1,
  }
  for (const [name, value] of Object.entries(wanted)) {
    const is = sqlite.pragma(name, { simple: true })
    if (is === value) continue
    throw new DatabaseRefused(
      'unsafe-settings',
      `Cannot use the database: SQLite says ${name} is ${String(is)}, it must be ${value}`,
    )
  }
}

/** The operating system frees this lock when the process ends, however it ends. */
function lock(path: string): () => void {
  return inWords(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const file = new Sqlite(`${path}.lock`, { timeout: 0 })
    try {
      file.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      file.close()
      throw error
    }
    return () => file.close()
  })
}

/** Runs what opens a file, and says for people why that failed. */
function inWords<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (cause) {
    if (cause instanceof DatabaseRefused) throw cause
    if (codeOf(cause) === 'SQLITE_BUSY') {
      throw new DatabaseRefused(
        'in-use',
        `Cannot open ${path}: another Undock is running on it. Stop that one first, or give this one its own DATABASE_URL`,
        { cause },
      )
    }
    throw new DatabaseRefused(
      'not-opened',
      `Cannot open ${path}: ${codeOf(cause)}. DATABASE_URL must name an Undock database, or a new file, that this user may read and write`,
      { cause },
    )
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
