import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange-id.ts'
import type { StandstillCause } from '../notices/notice.ts'
import type { Place, Standstill } from './standstill.ts'

/** Standstills that were told and are not over, of traders and operators. */
export async function listOpenStandstills(db: Db): Promise<Standstill[]> {
  const rows = await db.selectFrom('standstill').selectAll().where('ended_at', 'is', null).execute()
  return rows.map(toStandstill)
}

/** Those of them that the operators were told, and how many traders each concerns. */
export async function listHostStandstills(db: Db): Promise<(Standstill & { traders: number })[]> {
  const open = await listOpenStandstills(db)
  return open
    .filter(({ userId }) => userId === '')
    .map((host) => {
      const same = open.filter(
        ({ userId, exchange, cause }) =>
          userId !== '' && exchange === host.exchange && cause === host.cause,
      )
      return { ...host, traders: new Set(same.map(({ userId }) => userId)).size }
    })
}

/** Whether it is still open, as it was when it began. */
export async function isOpen(db: Db, standstill: Standstill): Promise<boolean> {
  const row = await db
    .selectFrom('standstill')
    .select('since')
    .where('user_id', '=', standstill.userId)
    .where('exchange', '=', standstill.exchange)
    .where('scope', '=', standstill.scope)
    .where('cause', '=', standstill.cause)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.since === standstill.since.toISOString()
}

/** Records a standstill that is told now. False when it is on record already. */
export async function openStandstill(
  trx: Trx,
  { userId, exchange, scope, cause, since }: Standstill,
  at: Date,
): Promise<boolean> {
  const times = { since: since.toISOString(), told_at: at.toISOString(), ended_at: null }
  const row = await trx
    .insertInto('standstill')
    .values({ user_id: userId, exchange, scope, cause, ...times })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'exchange', 'scope', 'cause'])
        .doUpdateSet(times)
        .where('standstill.ended_at', 'is not', null),
    )
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Ends all standstills of a place; gives those that were open. */
export async function endStandstills(trx: Trx, of: Place, at: Date): Promise<Standstill[]> {
  const rows = await trx
    .updateTable('standstill')
    .set({ ended_at: at.toISOString() })
    .where('user_id', '=', of.userId)
    .where('exchange', '=', of.exchange)
    .where('scope', '=', of.scope)
    .where('ended_at', 'is', null)
    .returningAll()
    .execute()
  return rows.map(toStandstill)
}

/** Bots that run there and exits that are in progress: what a standstill holds up. */
export async function countAtWork(
  db: Db,
  { userId, exchange, scope }: Place,
): Promise<{ bots: number; exits: number }> {
  const bots = await db
    .selectFrom('trading_bot')
    .innerJoin('exchange_key', 'exchange_key.id', 'trading_bot.key_id')
    .select(['trading_bot.id', 'trading_bot.symbol'])
    .where('exchange_key.user_id', '=', userId)
    .where('exchange', '=', exchange)
    .where('trading_bot.status', '=', 'running')
    .execute()
  const exits = await db
    .selectFrom('saga')
    .innerJoin('exchange_key', 'exchange_key.id', 'saga.key_id')
    .select('saga.id')
    .where('exchange_key.user_id', '=', userId)
    .where('exchange', '=', exchange)
    .where('kind', 'in', ['disconnect-key', 'remove-bot'])
    .where('saga.status', '=', 'active')
    .execute()
  const concerned = bots.filter(({ symbol }) => scope === '' || symbol === scope)
  return { bots: concerned.length, exits: exits.length }
}

/** Whether anything there can work again: a key in use, and for a pair a bot that runs on it. */
export async function isStillUsed(db: Db, of: Place): Promise<boolean> {
  if (of.scope !== '') return (await countAtWork(db, of)).bots > 0
  const keys = await db
    .selectFrom('exchange_key')
    .select('health')
    .where('user_id', '=', of.userId)
    .where('exchange', '=', of.exchange)
    .where('status', 'in', ['linked', 'disconnecting'])
    .execute()
  return keys.some(({ health }) => health !== 'dead')
}

function toStandstill(row: Selectable<Schema['standstill']>): Standstill {
  return {
    userId: row.user_id,
    exchange: row.exchange as ExchangeId,
    scope: row.scope,
    cause: row.cause as StandstillCause,
    since: new Date(row.since),
  }
}
