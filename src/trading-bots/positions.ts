import type { Db } from '../db/schema.ts'
import { listClosedBooks } from '../trading/closed-book-repo.ts'
import { listFills, listFillsOfOrders, type Fill } from '../trading/fill-repo.ts'
import { listUnsettledFilled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import {
  NOTHING,
  positionOf,
  type Position,
  type PositionFill,
  type Tally,
} from '../trading/position.ts'
import { unreadPartOf } from '../trading/unread-part.ts'
import type { TradingBot } from './trading-bot.ts'

export interface BotPosition {
  bot: TradingBot
  position: Position
}

/** What a bot holds, and what it was when a day began. */
export interface BotBooks extends BotPosition {
  atDayStart: Position
}

/**
 * What each bot holds, by everything on record: its fills, and what its orders executed of which no fill
 * has been read yet. Bots that hold nothing are in it too.
 */
export async function positionsOf(db: Db, bots: readonly TradingBot[]): Promise<BotPosition[]> {
  const executed = await listExecuted(db, bots)
  return (await openBooks(db, bots)).map(({ bot, closed, fills }) => ({
    bot,
    position: count(bot, [...fills, ...unreadParts(executed, bot, fills)], closed),
  }))
}

/** What each bot holds, and what it was at `dayStart`; what has not been read yet counts as of now. */
export async function booksOf(
  db: Db,
  bots: readonly TradingBot[],
  dayStart: Date,
): Promise<BotBooks[]> {
  const executed = await listExecuted(db, bots)
  return (await openBooks(db, bots, dayStart)).map(({ bot, closed, fills }) => {
    const before = fills.filter((fill) => fill.at < dayStart)
    const atDayStart = count(bot, before, closed)
    const since = [...fills.slice(before.length), ...unreadParts(executed, bot, fills)]
    return { bot, atDayStart, position: count(bot, since, atDayStart) }
  })
}

/** What a bot's fills before a moment came to. */
export async function tallyBefore(db: Db, bot: TradingBot, moment: Date): Promise<Tally> {
  const [book] = await openBooks(db, [bot], moment)
  const fills = (book?.fills ?? []).filter((fill) => fill.at < moment)
  return count(bot, fills, book?.closed ?? NOTHING)
}

/** An order that has executed something and is not settled, and those of its fills that are on record. */
interface Executed {
  order: Order
  fills: readonly Fill[]
}

async function listExecuted(db: Db, bots: readonly TradingBot[]): Promise<Executed[]> {
  const keyIds = new Set(bots.map(({ keyId }) => keyId))
  const orders = await listUnsettledFilled(db, [...keyIds])
  const ids = orders.map(({ id }) => id)
  const fills = Map.groupBy(await listFillsOfOrders(db, ids), ({ orderId }) => orderId)
  return orders.map((order) => ({ order, fills: fills.get(order.id) ?? [] }))
}

/** Fills that were recorded since the orders were read are in `counted`: no part of one counts twice. */
function unreadParts(
  executed: readonly Executed[],
  { id }: TradingBot,
  counted: readonly Fill[],
): PositionFill[] {
  return executed
    .filter(({ order }) => order.botId === id)
    .flatMap(({ order, fills }) => {
      const later = counted.filter(
        (fill) => fill.orderId === order.id && fills.every((known) => known.id !== fill.id),
      )
      return unreadPartOf(order, [...fills, ...later]) ?? []
    })
}

interface OpenBook {
  bot: TradingBot
  closed: Tally
  /** Those that the closed book does not hold, oldest first. */
  fills: Fill[]
}

/** What is closed, and the fills since: a bot's fills of months are not read again at each look. */
async function openBooks(
  db: Db,
  bots: readonly TradingBot[],
  notAfter?: Date,
): Promise<OpenBook[]> {
  const ids = bots.map((bot) => bot.id)
  const closed = await listClosedBooks(db, ids, notAfter)
  const byBot = new Map(closed.map((book) => [book.botId, book]))
  const beforeOf = (id: string) => byBot.get(id)?.before.toISOString()
  const fills: Fill[] = []
  for (const [before, some] of Map.groupBy(ids, beforeOf)) {
    fills.push(...(await listFills(db, some, before === undefined ? undefined : new Date(before))))
  }
  const fillsOf = Map.groupBy(fills, (fill) => fill.botId)
  return bots.map((bot) => ({
    bot,
    closed: byBot.get(bot.id)?.tally ?? NOTHING,
    fills: fillsOf.get(bot.id) ?? [],
  }))
}

function count({ symbol }: TradingBot, fills: readonly PositionFill[], before: Tally): Position {
  const [base = '', quote = ''] = symbol.split('/')
  return positionOf(fills, base, quote, before)
}
