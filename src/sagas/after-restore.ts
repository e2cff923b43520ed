import { addSeconds } from '../lib/clock.ts'
import { transact } from '../db/transact.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { AccountOrder, Exchange, ExchangeOrder } from '../exchange/exchange.ts'
import { KeyErased } from '../keys/connections.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import type { Key } from '../keys/key.ts'
import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import { listBotsOfKey, moveBot } from '../trading-bots/bot-repo.ts'
import { positionsOf } from '../trading-bots/positions.ts'
import { bringUpToDate } from '../trading-bots/look.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import {
  findSlot,
  insertOrders,
  listByClientOrderIds,
  listKnownExchangeIds,
} from '../trading/order-repo.ts'
import { isOurClientOrderId, newIntent, type Order } from '../trading/order.ts'
import { pullFills } from '../trading/pull-fills.ts'
import { throwFirst } from '../trading/reconcile.ts'
import { dropUntold } from '../trading/surprise-repo.ts'
import { clearRestored, findRestoredSince } from './restore-repo.ts'
import { findSagaOfKey } from './saga-repo.ts'

/** The exchange's clock and ours may differ, and a fill may reach its list late. */
const MARGIN_SECONDS = 600

/**
 * Brings a key's records, restored from a backup, to what happened since: orders that we sent after
 * the backup was made are known by their ids, and taken back on record with their fills. Without
 * that, what was sold already would be sold again, out of coins that are not ours.
 *
 * Running bots are paused: their traders decide. A key that its exchange refuses stays uncompared.
 *
 * @throws {ExchangeError} while the exchange can't be asked; nothing may be done then.
 */
export async function compareRestored(core: KeyCore, keyId: string): Promise<void> {
  const since = await findRestoredSince(core.db, keyId)
  const key = await findKey(core.db, keyId)
  if (since === undefined || key === undefined || key.status === 'unlinked') return
  try {
    const exchange = await core.connections.open(keyId, 'exit')
    await takeBack(core, exchange, key, addSeconds(since, -MARGIN_SECONDS))
  } catch (error) {
    // Nothing can be sent with such a key, so nothing can be done twice.
    const isDead = error instanceof ExchangeError && error.code === 'key-rejected'
    if (isDead || error instanceof KeyErased) return
    throw error
  }
  await settleDown(core, key, since)
}

async function takeBack(core: KeyCore, exchange: Exchange, key: Key, since: Date): Promise<void> {
  throwFirst(await bringUpToDate(core, exchange, key))
  const bots = await listBotsOfKey(core.db, key.id)
  const lost = await findLost(core, exchange, key, bots, since)
  if (lost.length === 0) return
  core.log.warn('orders-taken-back', { key: key.id, count: lost.length })
  for (const order of lost.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
    const taken = await toOrder(core, key, bots, order)
    await transact(core.db, (trx) => insertOrders(trx, [taken]))
    throwFirst(await pullFills(core, exchange, [taken]))
  }
}

/** Orders of ours at the exchange that are not on record. */
async function findLost(
  { db }: KeyCore,
  exchange: Exchange,
  key: Key,
  bots: readonly TradingBot[],
  since: Date,
): Promise<ExchangeOrder[]> {
  const symbols = [...new Set(bots.map((bot) => bot.symbol))]
  const { rows, failed } = await exchange.fetchOpenOrders(symbols)
  for (const error of failed.values()) if (error.code !== 'unlisted') throw error
  const found = [...rows]
  const known = await listKnownExchangeIds(db, key.id)
  for (const symbol of symbols) {
    for (const id of await listFilledSince(exchange, symbol, since)) {
      if (known.has(id) || found.some((order) => order.id === id)) continue
      const order = await exchange.findOrderById(symbol, id)
      if (order !== undefined) found.push(order)
    }
  }
  const ids = found.flatMap(({ clientOrderId }) => clientOrderId ?? [])
  const onRecord = await listByClientOrderIds(db, key.id, ids)
  const isOnRecord = (id: string) => onRecord.some((order) => order.clientOrderId === id)
  const lost = found.filter(
    ({ clientOrderId: id }) => id !== undefined && isOurClientOrderId(id) && !isOnRecord(id),
  )
  return Promise.all(lost.map((row) => readOrLookUp(exchange, row)))
}

/** The exchange's ids of orders that filled; none on a symbol that is not listed any more. */
async function listFilledSince(exchange: Exchange, symbol: string, since: Date): Promise<string[]> {
  try {
    const { fills, unreadable } = await exchange.fetchFills(symbol, since)
    return [...new Set([...fills.map(({ orderId }) => orderId), ...unreadable])]
  } catch (error) {
    // Nothing can be sent for it, so nothing can be done twice.
    if (error instanceof ExchangeError && error.code === 'unlisted') return []
    throw error
  }
}

/** An order of ours, looked up if its row can't be read. */
async function readOrLookUp(
  exchange: Exchange,
  { order, symbol, clientOrderId }: AccountOrder,
): Promise<ExchangeOrder> {
  if (order !== 'unreadable') return order
  const found =
    symbol === undefined || clientOrderId === undefined
      ? undefined
      : await exchange.findOrder({ symbol, clientOrderId })
  if (found !== undefined) return found
  throw new ExchangeError('unavailable', `Cannot read an order of ours on ${symbol}`)
}

async function toOrder(
  core: KeyCore,
  key: Key,
  bots: readonly TradingBot[],
  found: ExchangeOrder,
): Promise<Order> {
  const { symbol, side, price, amount, clientOrderId } = found
  const bot = await likelyBot(core, bots, found)
  const saga = await findSagaOfKey(core.db, key.id)
  const ofExit = side === 'sell' && found.status !== 'open' && saga !== undefined
  const slot = await findSlot(core.db, bot.id, { side, price })
  const wish = { userId: key.userId, keyId: key.id, botId: bot.id, symbol, side, price, amount }
  return {
    ...newIntent(
      {
        ...wish,
        planId: ofExit ? saga.subjectId : undefined,
        slot: ofExit ? 'exit' : (slot ?? 'restored'),
        timeInForce: ofExit ? 'IOC' : 'GTC',
      },
      found.createdAt,
    ),
    clientOrderId,
    status: found.status,
    exchangeOrderId: found.id,
    filled: found.filled,
    cost: found.cost,
    settled: found.status !== 'open' && found.filled.eq(0),
    sentAt: found.createdAt,
  }
}

/** Ids do not tell the bot. Of several on one symbol a sale goes to the one that holds most. */
async function likelyBot(
  { db }: KeyCore,
  bots: readonly TradingBot[],
  { symbol }: ExchangeOrder,
): Promise<TradingBot> {
  const onSymbol = bots.filter((bot) => bot.symbol === symbol)
  const held = await transact(db, (trx) => positionsOf(trx, onSymbol))
  const [most] = held.toSorted((a, b) => b.position.amount.cmp(a.position.amount))
  const bot = most?.bot ?? onSymbol[0]
  if (bot === undefined)
    throw new RangeError(`Cannot place an order on ${symbol}: no bot trades it`)
  return bot
}

async function settleDown(core: KeyCore, key: Key, since: Date): Promise<void> {
  await commit(core, async (trx) => {
    const at = core.clock.now()
    await clearRestored(trx, key.id)
    // What we cancelled ourselves since the backup looks as if somebody else had.
    await dropUntold(trx, key.id)
    const bots = await listBotsOfKey(trx, key.id)
    const pause = {
      from: ['running'],
      to: 'paused',
      at,
      resting: 'keep',
      reason: 'restored',
    } as const
    const paused = []
    for (const bot of bots) if (await moveBot(trx, bot.id, pause)) paused.push(bot.id)
    if (paused.length === 0) return
    await tell(trx, core, {
      userId: key.userId,
      notice: { kind: 'bots-restored', keyId: key.id, backupMadeAt: since.toISOString() },
      id: `bots-restored:${key.id}:${since.toISOString()}`,
    })
  })
}
