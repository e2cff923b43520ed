import type { Clock } from '../lib/clock.ts'
import type { Config } from '../config.ts'
import { DatabaseRefused } from '../db/database-refused.ts'
import { isMigrated } from '../db/migrate.ts'
import { openToRead } from '../db/open-to-read.ts'
import type { Exchanges } from '../exchange/exchanges.ts'
import type { Reach } from '../telegram/reach.ts'
import { databaseFindings } from './database-findings.ts'
import { egressFindings, exchangeFindings } from './exchange-findings.ts'
import { finding, type Finding } from './finding.ts'
import { telegramFindings } from './telegram-findings.ts'
import { workFindings } from './work-findings.ts'

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
  return [
    ...(await storedFindings(config, clock.now())),
    ...(await exchangeFindings(config, exchanges)),
    ...egressFindings(config),
    ...(await telegramFindings(config, reach, clock.now())),
    await processFinding(config),
  ]
}

async function storedFindings(config: Config, now: Date): Promise<Finding[]> {
  try {
    const database = openToRead(config.databasePath)
    try {
      const findings = await databaseFindings(config, database)
      // Tables of another version can't be asked.
      if (!(await isMigrated(database.db))) return findings
      return [...findings, ...(await workFindings(database.db, now))]
    } finally {
      await database.close()
    }
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error
    return [
      finding(
        'database',
        error.message,
        true,
        'Start Undock once: it makes a new one. If there should be one, look at DATABASE_URL.',
      ),
    ]
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
