import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { closeAll } from '../lib/close-all.ts'
import { DatabaseRefused } from './database-refused.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** A database to look into. It takes no lock: whoever works on it goes on. */
export interface ReadableDatabase extends Database {
  journalMode: string
  /** What SQLite finds wrong with the file; empty when nothing is. */
  faults(): string[]
  /** Writes all that stands in it now into an empty file, without what was erased. */
  copyInto(path: string): void
}

/** Opens a SQLite file that is there. @throws {DatabaseRefused} `not-opened` */
export function openToRead(path: string): ReadableDatabase {
  const sqlite = openFile(path)
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) })
  return {
    db,
    journalMode: String(sqlite.pragma('journal_mode', { simple: true })),
    faults() {
      const found = sqlite.pragma('quick_check') as { quick_check: string }[]
      return found.map((row) => row.quick_check).filter((fault) => fault !== 'ok')
    },
    copyInto: (copy) => void sqlite.prepare('vacuum into ?').run(copy),
    // Kysely closes only what it has queried.
    close: () => closeAll([() => db.destroy(), () => void sqlite.close()]),
  }
}

function openFile(path: string): Sqlite.Database {
  try {
    const sqlite = new Sqlite(path, { readonly: true, fileMustExist: true })
    try {
      // Opening reads nothing yet: this does.
      sqlite.pragma('schema_version')
      return sqlite
    } catch (error) {
      sqlite.close()
      throw error
    }
  } catch (cause) {
    const why = existsSync(path)
      ? 'it is no SQLite database that this user may read'
      : 'there is no such file'
    throw new DatabaseRefused('not-opened', `Cannot open ${path}: ${why}`, { cause })
  }
}
