import { addSeconds } from '../lib/clock.ts'
import type { Trx } from '../db/schema.ts'
import { transact } from '../db/transact.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { failureOf } from '../exchange/failure-of.ts'
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
import { dropUntold } from '../trading/surprise-repo.ts'
import { clearRestored, findUncompared, putUncompared, type Uncompared } from './restore-repo.ts'
import { findSagaOfKey } from './saga-repo.ts'

/** Pairs about which the exchange did not answer are asked about again after so long. */
const AGAIN_SECONDS = 60
/** The exchange's clock and ours may differ, and a fill may reach its list late. */
const MARGIN_SECONDS = 600

/**
 * Brings a key's records, restored from a backup, to what happened since: orders that we sent after
 * the backup was made are known by their ids, and taken back on record with their fills. Without
 * that, what was sold already would be sold again, out of coins that are not ours.
 *
 * Running bots are paused: their traders decide. A key that its exchange refuses stays uncompared. A pair
 * about which it does not answer holds up only its own bots: they stay paused, and an exit sells nothing
 * of them, until it does.
 *
 * @throws {ExchangeError} while the exchange can't be asked about the key; nothing may be done then.
 */
export async function compareRestored(core: KeyCore, keyId: string): Promise<void> {
  const uncompared = await findUncompared(core.db, keyId)
  const key = await findKey(core.db, keyId)
  if (uncompared === undefined || key === undefined || key.status === 'unlinked') return
  const { since, symbols, askedAt } = uncompared
  if (askedAt && core.clock.now() < addSeconds(askedAt, AGAIN_SECONDS)) {
    return pauseRestored(core, key, uncompared)
  }
  let failed: readonly string[]
  try {
    const exchange = await core.connections.open(keyId, 'exit')
    failed = await takeBack(core, exchange, key, addSeconds(since, -MARGIN_SECONDS), symbols)
  } catch (error) {
    // Nothing can be sent with such a key, so nothing can be done twice.
    const isDead = error instanceof ExchangeError && error.code === 'key-rejected'
    if (isDead || error instanceof KeyErased) return
    throw error
  }
  await settleDown(core, key, uncompared, failed)
}

/** Returns the pairs about which the exchange did not answer. */
async function takeBack(
  core: KeyCore,
  exchange: Exchange,
  key: Key,
  since: Date,
  symbols: Uncompared['symbols'],
): Promise<string[]> {
  // An order on record that can't be looked up stays unsettled there: nothing is lost with it.
  await bringUpToDate(core, exchange, key)
  const bots = await listBotsOfKey(core.db, key.id)
  const asked = symbols ?? [...new Set(bots.map(({ symbol }) => symbol))]
  const failed: string[] = []
  for (const symbol of asked) {
    const error = await failureOf(takeBackOn(core, exchange, key, bots, symbol, since))
    if (error === undefined) continue
    core.log.warn('pair-not-compared', { key: key.id, symbol, code: error.code, raw: error.raw })
    failed.push(symbol)
  }
  return failed
}

async function takeBackOn(
  core: KeyCore,
  exchange: Exchange,
  key: Key,
  bots: readonly TradingBot[],
  symbol: string,
  since: Date,
): Promise<void> {
  const lost = await findLost(core, exchange, key, symbol, since)
  if (lost.length === 0) return
  core.log.warn('orders-taken-back', { key: key.id, count: lost.length })
  for (const order of lost.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
    const taken = await toOrder(core, key, bots, order)
    await transact(core.db, (trx) => insertOrders(trx, [taken]))
    // What it filled counts already; its fills are pulled again until they are all on record.
    await pullFills(core, exchange, [taken])
  }
}

/** Orders of ours on a pair at the exchange that are not on record. */
async function findLost(
  { db }: KeyCore,
  exchange: Exchange,
  key: Key,
  symbol: string,
  since: Date,
): Promise<ExchangeOrder[]> {
  const { rows, failed } = await exchange.fetchOpenOrders([symbol])
  for (const error of failed.values()) if (error.code !== 'unlisted') throw error
  const found = rows.filter((row) => (row.symbol ?? symbol) === symbol)
  const known = await listKnownExchangeIds(db, key.id)
  for (const id of await listFilledSince(exchange, symbol, since)) {
    if (known.has(id) || found.some((order) => order.id === id)) continue
    const order = await exchange.findOrderById(symbol, id)
    if (order !== undefined) found.push(order)
  }
  const ids = found.flatMap(({ clientOrderId }) => clientOrderId ?? [])
  const onRecord = await listByClientOrderIds(db, [key.id], ids)
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

async function settleDown(
  core: KeyCore,
  key: Key,
  { since, symbols }: Uncompared,
  failed: readonly string[],
): Promise<void> {
  await commit(core, async (trx) => {
    const askedAt = core.clock.now()
    if (failed.length === 0) await clearRestored(trx, key.id)
    else await putUncompared(trx, key.id, { since, symbols: failed, askedAt })
    // What we cancelled ourselves since the backup looks as if somebody else had.
    await dropUntold(trx, key.id)
    const paused = await pauseBots(trx, core, key, symbols)
    if (paused === 0) return
    await tell(trx, core, {
      userId: key.userId,
      notice: { kind: 'bots-restored', keyId: key.id, backupMadeAt: since.toISOString() },
      id: `bots-restored:${key.id}:${since.toISOString()}`,
    })
  })
}

/** A bot whose pair is not compared does not run, even if its trader resumes it. */
async function pauseRestored(core: KeyCore, key: Key, { symbols }: Uncompared): Promise<void> {
  await commit(core, async (trx) => void (await pauseBots(trx, core, key, symbols)))
}

async function pauseBots(
  trx: Trx,
  core: KeyCore,
  key: Key,
  symbols: Uncompared['symbols'],
): Promise<number> {
  const at = core.clock.now()
  const bots = (await listBotsOfKey(trx, key.id)).filter(
    ({ symbol }) => symbols === undefined || symbols.includes(symbol),
  )
  const pause = {
    from: ['running'],
    to: 'paused',
    at,
    resting: 'keep',
    reason: 'restored',
  } as const
  let paused = 0
  for (const bot of bots) if (await moveBot(trx, bot.id, pause)) paused += 1
  return paused
}
