import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange-id.ts'
import type { Trouble } from '../exchange/trouble.ts'

/** Which work on a key: the tick of its bots, or the check of the key itself. */
export type LateKind = 'tick' | 'check'

/** Why work could not be completed. */
export type LateCause = Exclude<Trouble['kind'], 'key-refused'> | 'own-fault'

/** Work that was due and could not be completed. */
export interface LateRow {
  kind: LateKind
  keyId: string
  /** The pair that is the trouble; empty when all of the work is. */
  symbol: string
  cause: LateCause
  /** Nothing is sent to the exchange before. */
  until: Date | undefined
  since: Date
  causeSince: Date
}

/** A row with whose key it is, and whether the work is still due. */
export type LateOfTrader = LateRow & { userId: string; exchange: ExchangeId; due: boolean }

export async function listLateRows(db: Db): Promise<LateRow[]> {
  return (await db.selectFrom('late_work').selectAll().execute()).map(toRow)
}

/** All of them, with their traders. A tick is due while a bot runs, a check while the key is in use. */
export async function listLateOfTraders(db: Db): Promise<LateOfTrader[]> {
  const rows = await db
    .selectFrom('late_work')
    .innerJoin('exchange_key', 'exchange_key.id', 'late_work.key_id')
    .selectAll('late_work')
    .select(['exchange_key.user_id', 'exchange_key.exchange', 'exchange_key.status', 'health'])
    .execute()
  const running = await db
    .selectFrom('trading_bot')
    .innerJoin('late_work', 'late_work.key_id', 'trading_bot.key_id')
    .select(['trading_bot.key_id', 'trading_bot.symbol'])
    .where('trading_bot.status', '=', 'running')
    .distinct()
    .execute()
  const bots = new Set(running.flatMap(({ key_id, symbol }) => [key_id, `${key_id} ${symbol}`]))
  return rows.map((row) => {
    const place = row.symbol === '' ? row.key_id : `${row.key_id} ${row.symbol}`
    const isUsed = ['linked', 'disconnecting'].includes(row.status) && row.health !== 'dead'
    const due = row.kind === 'check' ? isUsed : row.status === 'linked' && bots.has(place)
    return { ...toRow(row), userId: row.user_id, exchange: row.exchange as ExchangeId, due }
  })
}

/** Records late work; of what is on record already only its cause changes. */
export async function putLateRow(trx: Trx, row: LateRow): Promise<void> {
  const { kind, keyId, symbol, cause, since, causeSince } = row
  const until = row.until?.toISOString() ?? null
  const changed = { cause, until, cause_since: causeSince.toISOString() }
  await trx
    .insertInto('late_work')
    .values({ kind, key_id: keyId, symbol, since: since.toISOString(), ...changed })
    .onConflict((conflict) => conflict.columns(['kind', 'key_id', 'symbol']).doUpdateSet(changed))
    .execute()
}

/** It is completed, or not due any more. */
export async function dropLateRow(
  trx: Trx,
  { kind, keyId, symbol }: Pick<LateRow, 'kind' | 'keyId' | 'symbol'>,
): Promise<void> {
  await trx
    .deleteFrom('late_work')
    .where('kind', '=', kind)
    .where('key_id', '=', keyId)
    .where('symbol', '=', symbol)
    .execute()
}

/** When each exchange last answered about a key. */
export async function lastAnswers(db: Db): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .selectFrom('exchange_key')
    .select((eb) => ['exchange', eb.fn.max('checked_at').as('at')])
    .where('status', 'in', ['linked', 'disconnecting'])
    .groupBy('exchange')
    .execute()
  return new Map(rows.map(({ exchange, at }) => [exchange, new Date(at)]))
}

function toRow(row: Selectable<Schema['late_work']>): LateRow {
  return {
    kind: row.kind,
    keyId: row.key_id,
    symbol: row.symbol,
    cause: row.cause as LateCause,
    until: row.until === null ? undefined : new Date(row.until),
    since: new Date(row.since),
    causeSince: new Date(row.cause_since),
  }
}
