import type { Clock } from '../lib/clock.ts'
import type { Secret } from '../lib/secret.ts'
import type { Config } from '../config.ts'
import { DatabaseRefused } from '../db/database-refused.ts'
import { isMigrated } from '../db/migrate.ts'
import { openPostgres } from '../db/open-postgres.ts'
import { openToRead } from '../db/open-to-read.ts'
import type { Db } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange-id.ts'
import type { Exchanges } from '../exchange/exchanges.ts'
import { listExchangesInUse } from '../keys/key-repo.ts'
import type { Reach } from '../telegram/reach.ts'
import { databaseFindings, fileFindings } from './database-findings.ts'
import { egressFindings, exchangeFindings } from './exchange-findings.ts'
import { finding, type Finding } from './finding.ts'
import { telegramFindings } from './telegram-findings.ts'
import { workFindings } from './work-findings.ts'

type VaultKey = Config['vaultKey']

/** What the doctor looks through. */
export interface Instruments {
  clock: Clock
  exchanges: Exchanges
  reach: Reach
}

/** Looks at everything an operator can mend. Changes nothing, and needs nobody to stop. */
export async function diagnose(
  config: Config,
  { clock, exchanges, reach }: Instruments,
): Promise<Finding[]> {
  const stored = await lookIntoDatabase(config, clock.now())
  return [
    ...stored.findings,
    ...(await exchangeFindings(config, exchanges, stored.exchangesInUse)),
    ...egressFindings(config),
    ...(await telegramFindings(config, reach, clock.now())),
    await processFinding(config),
  ]
}

interface Stored {
  findings: Finding[]
  exchangesInUse: ExchangeId[]
}

async function lookIntoDatabase({ database, vaultKey }: Config, now: Date): Promise<Stored> {
  try {
    return database.kind === 'sqlite'
      ? await inSqlite(database.path, vaultKey, now)
      : await inPostgres(database.url, vaultKey, now)
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error
    const cure =
      database.kind === 'sqlite'
        ? 'Start Undock once: it makes a new one. If there should be one, look at DATABASE_URL.'
        : 'Until then Undock waits, or does not start.'
    return { findings: [finding('database', error.message, true, cure)], exchangesInUse: [] }
  }
}

async function inSqlite(path: string, vaultKey: VaultKey, now: Date): Promise<Stored> {
  const database = openToRead(path)
  try {
    return await withContent(await fileFindings(path, database), database.db, { vaultKey, now })
  } finally {
    await database.close()
  }
}

async function inPostgres(url: Secret, vaultKey: VaultKey, now: Date): Promise<Stored> {
  const database = await openPostgres(url, { warn: () => undefined }, 0)
  try {
    const settings = finding('database', 'PostgreSQL; its version and settings will do')
    return await withContent([settings], database.db, { vaultKey, now })
  } finally {
    await database.close()
  }
}

async function withContent(
  before: Finding[],
  db: Db,
  { vaultKey, now }: { vaultKey: VaultKey; now: Date },
): Promise<Stored> {
  const findings = [...before, ...(await databaseFindings(db, vaultKey))]
  // Tables of another version can't be asked.
  if (!(await isMigrated(db))) return { findings, exchangesInUse: [] }
  return {
    findings: [...findings, ...(await workFindings(db, now))],
    exchangesInUse: await listExchangesInUse(db),
  }
}

/** What Undock says of itself, if it runs. */
async function processFinding({ host, port }: Config): Promise<Finding> {
  const part = 'Undock itself'
  try {
    const answer = await fetch(`http://${host}:${port}/readyz`, {
      signal: AbortSignal.timeout(3_000),
    })
    const text = (await answer.text()).slice(0, 300)
    return finding(
      part,
      answer.ok ? 'runs and is ready' : text,
      !answer.ok,
      'The part that says false does not work: its log says why.',
    )
  } catch {
    return finding(
      part,
      `does not answer on ${host}:${port}: it does not run, or not with these settings`,
    )
  }
}
