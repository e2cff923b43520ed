import { Big } from 'big.js'
import type { Selectable } from 'kysely'
import type { Db, Schema, Trx } from '../db/schema.ts'
import type { PauseReason, Shortage, TradingBot } from './trading-bot.ts'
import type { StrategyId } from '../strategies/strategies.ts'

type BotRow = Selectable<Schema['trading_bot']>

/** A user's bots, oldest first. Removed ones are left out. */
export async function listBots(db: Db, userId: string): Promise<TradingBot[]> {
  const rows = await db
    .selectFrom('trading_bot')
    .selectAll()
    .where('user_id', '=', userId)
    .where('status', '!=', 'removed')
    .orderBy('created_at')
    .execute()
  return rows.map(toBot)
}

/** A key's bots, oldest first. Removed ones are left out. */
export async function listBotsOfKey(db: Db, keyId: string): Promise<TradingBot[]> {
  const rows = await db
    .selectFrom('trading_bot')
    .selectAll()
    .where('key_id', '=', keyId)
    .where('status', '!=', 'removed')
    .orderBy('created_at')
    .execute()
  return rows.map(toBot)
}

/** Every bot that ever ran on a key, removed ones too. */
export async function listAllBotsOfKey(db: Db, keyId: string): Promise<TradingBot[]> {
  const rows = await db
    .selectFrom('trading_bot')
    .selectAll()
    .where('key_id', '=', keyId)
    .orderBy('created_at')
    .execute()
  return rows.map(toBot)
}

/** Every bot a user ever had, removed ones too. */
export async function listAllBots(db: Db, userId: string): Promise<TradingBot[]> {
  const rows = await db
    .selectFrom('trading_bot')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  return rows.map(toBot)
}

const TICKED = ['running', 'paused', 'failed'] as const

/** The keys that have something to tick: a bot that is not removed, or an order that one has left behind. */
export async function listTickedKeyIds(db: Db): Promise<string[]> {
  const ofBots = db
    .selectFrom('trading_bot')
    .select('key_id')
    .where('status', 'in', [...TICKED])
  const rows = await ofBots.union(leftOrders(db)).execute()
  return rows.map((row) => row.key_id)
}

/** Unsettled orders of removed bots, on keys in use. */
function leftOrders(db: Db) {
  return db
    .selectFrom('trade_order')
    .select('key_id')
    .where('settled', '=', 0)
    .where('key_id', 'in', (eb) =>
      eb.selectFrom('exchange_key').select('id').where('status', '=', 'linked'),
    )
    .where('bot_id', 'in', (eb) =>
      eb.selectFrom('trading_bot').select('id').where('status', '=', 'removed'),
    )
}

/** Whether a key has something to tick. */
export async function isTicked(db: Db, keyId: string): Promise<boolean> {
  const row = await db
    .selectFrom('trading_bot')
    .select('id')
    .where('key_id', '=', keyId)
    .where('status', 'in', [...TICKED])
    .limit(1)
    .executeTakeFirst()
  if (row !== undefined) return true
  const left = leftOrders(db).where('key_id', '=', keyId).limit(1)
  return (await left.executeTakeFirst()) !== undefined
}

/** Tells of a key whether a bot runs on it. */
export function hasRunningBots(db: Db): (key: { id: string }) => Promise<boolean> {
  return async ({ id }) => {
    const row = await db
      .selectFrom('trading_bot')
      .select('id')
      .where('key_id', '=', id)
      .where('status', '=', 'running')
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }
}

export async function findBot(db: Db, id: string): Promise<TradingBot | undefined> {
  const row = await db.selectFrom('trading_bot').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toBot(row)
}

/** @throws {RangeError} when there is no such bot. */
export async function getBot(db: Db, id: string): Promise<TradingBot> {
  const bot = await findBot(db, id)
  if (bot === undefined) throw new RangeError(`Cannot get bot ${id}: it does not exist`)
  return bot
}

/** Records a bot; one with the same id stays as it is. */
export async function insertBot(trx: Trx, bot: TradingBot): Promise<void> {
  const at = bot.createdAt.toISOString()
  await trx
    .insertInto('trading_bot')
    .values({
      id: bot.id,
      user_id: bot.userId,
      key_id: bot.keyId,
      name: bot.name,
      strategy: bot.strategy,
      symbol: bot.symbol,
      parameters: JSON.stringify(bot.parameters),
      status: bot.status,
      resting: bot.resting,
      reason: bot.reason ?? null,
      shortage: null,
      moved_from: bot.movedFrom ?? null,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

export interface BotMove {
  from: readonly TradingBot['status'][]
  to: TradingBot['status']
  at: Date
  resting?: TradingBot['resting']
  reason?: PauseReason
  shortage?: Shortage | undefined
}

/** Moves a bot to another status. False if it had already left `from`. */
export async function moveBot(trx: Trx, id: string, move: BotMove): Promise<boolean> {
  return (await moveBots(trx, [id], move)) === 1
}

/** Moves bots on. Gives how many were still in `from`. */
export async function moveBots(trx: Trx, ids: readonly string[], move: BotMove): Promise<number> {
  if (ids.length === 0) return 0
  const { numUpdatedRows } = await trx
    .updateTable('trading_bot')
    .set({
      status: move.to,
      reason: move.reason ?? null,
      shortage: move.shortage === undefined ? null : JSON.stringify(move.shortage),
      updated_at: move.at.toISOString(),
      ...(move.resting && { resting: move.resting }),
    })
    .where('id', 'in', [...ids])
    .where('status', 'in', [...move.from])
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Says what a running bot waits for, if for anything. False if it does not run. */
export async function setWaiting(
  trx: Trx,
  id: string,
  reason: PauseReason | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('trading_bot')
    .set({ reason: reason ?? null })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Says what becomes of a standing bot's orders. */
export async function setResting(
  trx: Trx,
  id: string,
  resting: TradingBot['resting'],
): Promise<void> {
  await trx
    .updateTable('trading_bot')
    .set({ resting })
    .where('id', '=', id)
    .where('status', 'in', ['paused', 'failed'])
    .execute()
}

function toBot(row: BotRow): TradingBot {
  return {
    id: row.id,
    userId: row.user_id,
    keyId: row.key_id,
    name: row.name,
    strategy: row.strategy as StrategyId,
    symbol: row.symbol,
    parameters: JSON.parse(row.parameters) as Record<string, string>,
    status: row.status,
    resting: row.resting,
    reason: (row.reason as PauseReason | null) ?? undefined,
    ...(row.shortage !== null && { shortage: toShortage(row.shortage) }),
    ...(row.moved_from !== null && { movedFrom: row.moved_from }),
    createdAt: new Date(row.created_at),
  }
}

function toShortage(json: string): Shortage {
  const { coin, needed, present } = JSON.parse(json) as Record<keyof Shortage, string>
  return { coin, needed: new Big(needed), present: new Big(present) }
}
