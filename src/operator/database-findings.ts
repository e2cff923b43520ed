import type { Config } from '../config.ts'
import { isMigrated } from '../db/migrate.ts'
import type { ReadableDatabase } from '../db/open-to-read.ts'
import type { Db } from '../db/schema.ts'
import { findMeta } from '../db/stamp.ts'
import { Vault, VaultError } from '../keys/vault.ts'
import { diskSpaceOf, isDiskLow } from './disk-space.ts'
import { finding, type Finding } from './finding.ts'

/** What can be told of a database by what stands in it. */
export async function databaseFindings(db: Db, vaultKey: Config['vaultKey']): Promise<Finding[]> {
  return [await migration(db), await vault(vaultKey, db)]
}

/** What can be told of a SQLite file from the side. */
export async function fileFindings(path: string, database: ReadableDatabase): Promise<Finding[]> {
  const faults = database.faults()
  const wal = database.journalMode === 'wal'
  return [
    finding('database', `SQLite, ${path}`),
    finding(
      'journal',
      `${database.journalMode}; synchronous, secure_delete and foreign_keys are set and asserted at each start`,
      !wal,
      'Start Undock once: it turns the journal on.',
    ),
    finding(
      'database file',
      faults.length === 0 ? 'whole (quick_check)' : `damaged: ${faults[0]}`,
      faults.length > 0,
      'Stop Undock, keep a copy of the file, and restore the latest backup.',
    ),
    await disk(path),
  ]
}

async function disk(path: string): Promise<Finding> {
  const space = await diskSpaceOf(path)
  const says = `${mebibytes(space.databaseBytes)} of data, ${mebibytes(space.freeBytes)} free on its disk`
  return finding(
    'disk',
    says,
    isDiskLow(space),
    'Make room, or move the database: when the disk is full no order can be sent.',
  )
}

async function migration(db: Db): Promise<Finding> {
  const current = await isMigrated(db)
  const says = current ? 'as this version wants it' : 'not as this version wants it'
  return finding(
    'migrations',
    says,
    !current,
    'Start this version once: it brings the database up to date. If it refuses, a newer version has been here.',
  )
}

async function vault(vaultKey: Config['vaultKey'], db: Db): Promise<Finding> {
  const canary = await findMeta(db, 'vault_canary')
  if (vaultKey === undefined || canary === undefined)
    return finding('vault', 'not checked: no key is set or none was used yet')
  try {
    new Vault(vaultKey).checkCanary(canary)
    return finding('vault', 'VAULT_KEY is the one that sealed the keys')
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    return finding(
      'vault',
      'VAULT_KEY is not the one that sealed the keys',
      true,
      'Put the former VAULT_KEY back: without it every linked key is lost.',
    )
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`
}
