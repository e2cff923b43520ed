import { closeSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { closeAll } from '../lib/close-all.ts'
import { openToRead } from './open-to-read.ts'

/** No backup was made; the message says why, and what to do. */
export class BackupRefused extends Error {
  override name = 'BackupRefused'
}

/** A backup that is there, whole and checked. */
export interface Backup {
  bytes: number
}

/**
 * Copies the database into a new file while Undock works on it. Pages that were erased are not
 * copied. The copy knows that it is one: Undock compares it with the exchange before it acts on it.
 *
 * @throws {BackupRefused} @throws {DatabaseRefused}
 */
export async function backUp(databasePath: string, file: string, at: Date): Promise<Backup> {
  const source = openToRead(databasePath)
  const part = `${file}.part`
  try {
    createEmpty(part)
    source.copyInto(part)
    finish(part, at)
    publish(part, file)
    return { bytes: statSync(file).size }
  } finally {
    await closeAll([() => rmSync(part, { force: true }), () => source.close()])
  }
}

/** For its owner only, from the first byte on. */
function createEmpty(part: string): void {
  try {
    closeSync(openSync(part, 'wx', 0o600))
  } catch (cause) {
    const why =
      codeOf(cause) === 'EEXIST'
        ? 'another backup is under way, or was cut off: remove it'
        : codeOf(cause)
    throw new BackupRefused(`Cannot write ${part}: ${why}`, { cause })
  }
}

/** Stamps the copy as one, reads it through, and waits until the disk has it. */
function finish(part: string, at: Date): void {
  const copy = new Sqlite(part)
  try {
    copy
      .prepare("insert or replace into meta (name, value) values ('backup_made_at', ?)")
      .run(at.toISOString())
    copy.prepare("delete from meta where name like 'running:%'").run()
    const found = copy.pragma('quick_check', { simple: true })
    if (found !== 'ok') throw new BackupRefused(`Cannot use the copy: SQLite says ${String(found)}`)
  } finally {
    copy.close()
  }
  const descriptor = openSync(part, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

/** Gives it its name, unless that is taken: a backup is never written over. */
function publish(part: string, file: string): void {
  try {
    linkSync(part, file)
  } catch (cause) {
    const why =
      codeOf(cause) === 'EEXIST' ? 'it is there already. Give the backup a new name' : codeOf(cause)
    throw new BackupRefused(`Cannot write ${file}: ${why}`, { cause })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
