import type pg from 'pg'
import { systemClock } from '../lib/clock.ts'
import { errorFields, type Log } from '../lib/log.ts'
import type { Secret } from '../lib/secret.ts'
import { DatabaseRefused } from './database-refused.ts'
import type { Database } from './database.ts'
import type { Postgres } from './database.ts'
import { poolPostgres } from './postgres.ts'

const OLDEST = 13
const PATIENCE_SECONDS = 60
const TRY_EVERY_MS = 1_000

/**
 * Opens a PostgreSQL database, for as many processes as there are. One that is only starting up is
 * waited for, a minute at most.
 *
 * @throws {DatabaseRefused} `unreachable`, `not-opened` when it does not let us in, `unsafe-settings`
 *   when it runs with settings that the trader's money can't rest on.
 */
export async function openPostgres(
  url: Secret,
  log: Pick<Log, 'warn'>,
  patienceSeconds = PATIENCE_SECONDS,
): Promise<Required<Database>> {
  const database = poolPostgres(url, log)
  try {
    await reach(database.postgres, log, patienceSeconds)
    return database
  } catch (error) {
    // What it says of itself at the end must not hide why it does not open.
    await database.close().catch(() => undefined)
    throw error
  }
}

async function reach(
  postgres: Postgres,
  log: Pick<Log, 'warn'>,
  patienceSeconds: number,
): Promise<void> {
  const until = systemClock.now().getTime() + patienceSeconds * 1000
  for (;;) {
    try {
      const client = await postgres.connect()
      try {
        return await check(client)
      } finally {
        await client.end().catch(() => undefined)
      }
    } catch (error) {
      if (error instanceof DatabaseRefused) throw error
      const refusal = refusalOf(error)
      if (refusal.code !== 'unreachable' || systemClock.now().getTime() > until) throw refusal
      log.warn('database-awaited', errorFields(error))
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    systemClock.after(TRY_EVERY_MS, resolve)
    await promise
  }
}

async function check(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string; commits: string }>(
    `select current_setting('server_version_num')::int as version,
            current_setting('server_encoding') as encoding,
            current_setting('synchronous_commit') as commits`,
  )
  const [{ version, encoding, commits } = { version: 0, encoding: '', commits: '' }] = rows
  const fault =
    version < OLDEST * 10_000
      ? `its version is ${version}, it must be PostgreSQL ${OLDEST} or later`
      : encoding !== 'UTF8'
        ? `its encoding is ${encoding}, it must be UTF8. Make one with: create database undock encoding 'UTF8' template template0`
        : commits === 'off'
          ? `synchronous_commit is off, so that a crash would lose orders that were sent. Turn it on with: alter role … set synchronous_commit = on`
          : undefined
  if (fault !== undefined) {
    throw new DatabaseRefused('unsafe-settings', `Cannot use the PostgreSQL database: ${fault}`)
  }
}

/** PostgreSQL's own codes, and what there is to do. None of them carries the address's password. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'it does not accept the password. Put the right one into DATABASE_URL',
  '28000': 'it does not let this user in from here. Look at DATABASE_URL, and at its pg_hba.conf',
  '3D000': 'it has no such database. Make it with: createdb, or name another one in DATABASE_URL',
  '42501': 'this user may not use it. Give the user of DATABASE_URL the right to connect',
  '53300': 'all of its connections are taken. Raise its max_connections',
}

function refusalOf(cause: unknown): DatabaseRefused {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  const words = REFUSALS[code]
  return words === undefined
    ? new DatabaseRefused(
        'unreachable',
        `Cannot reach the PostgreSQL database: ${code}. Start it, or mend host and port in DATABASE_URL`,
        { cause },
      )
    : new DatabaseRefused('not-opened', `Cannot open the PostgreSQL database: ${words}`, { cause })
}
