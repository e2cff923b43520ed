import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { failureOf } from '../exchange/failure-of.ts'
import type { Absence } from '../keys/absence-repo.ts'
import type { ConnectionLane } from '../keys/connections.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { listFills } from '../trading/fill-repo.ts'
import { listRecordedExchangeIds, listUnsettled } from '../trading/order-repo.ts'
import { sum } from '../trading/sum.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { heldByKeys, listKeysOfAccount } from './held-on-account.ts'
import { bringUpToDate } from './look.ts'
import { findMissing, soldByHandOf, type SoldByHand } from './missing-coins.ts'
import type { MissingCoins } from './missing-repo.ts'
import { positionsOf, type BotPosition } from './positions.ts'

/** Balances come from caches: right after a trade they may not show it yet. */
const SETTLING_SECONDS = 60
/** Sales by hand are looked for in so many days: that coins are gone shows in the balances in any case. */
const LOOK_BACK_DAYS = 30

/**
 * Brings our records of a key up to date, and finds the coins of its bots that seem to have gone by
 * hand since the absence began. Undefined while the exchange does not answer about a pair that it lists,
 * or something has moved so lately that the balances may not show it.
 *
 * @throws {ExchangeError} @throws {KeyErased}
 */
export async function lookForMissing(
  core: KeyCore,
  key: Key,
  { since }: Absence,
  lane: ConnectionLane,
): Promise<MissingCoins[] | undefined> {
  const exchange = await core.connections.open(key.id, lane)
  const unresolved = await bringUpToDate(core, exchange, key)
  const held = await positionsOf(core.db, await listBotsOfKey(core.db, key.id))
  const { balances } = await exchange.fetchAccount()
  const markets = await core.exchanges.markets(key.exchange, lane).fetchMarkets()
  const others = (await listKeysOfAccount(core.db, key)).filter(({ id }) => id !== key.id)
  const sold = await soldByHandSince(core, exchange, key, held, since)
  const found = findMissing({
    held,
    balances,
    feeRate: key.takerFeeRate,
    elsewhere: await heldByKeys(core.db, others),
    locked: await lockedInSales(core, key),
    soldByHand: sold.bySymbol,
    stepOf: (symbol) => markets.get(symbol)?.stepSize ?? new Big(0),
  })
  // What a bot holds is not known while the exchange does not answer about it, and the coins of all
  // bots are told apart by what each holds: a bot that runs on too early would sell the trader's own.
  const isAnswered = unresolved.every(({ error }) => error.code === 'unlisted')
  if (!isAnswered || !sold.isComplete) return undefined
  return found.length > 0 && (await isMoving(core, key, held)) ? undefined : found
}

async function lockedInSales({ db }: KeyCore, { id: keyId }: Key): Promise<Map<string, Big>> {
  const open = (await listUnsettled(db, { keyId })).filter(
    ({ side, status }) => side === 'sell' && status === 'open',
  )
  return new Map(
    [...Map.groupBy(open, ({ botId }) => botId)].map(([botId, sales]) => [
      botId,
      sum(sales.map(({ amount, filled }) => amount.minus(filled))),
    ]),
  )
}

async function soldByHandSince(
  { db, clock }: KeyCore,
  exchange: Exchange,
  key: Key,
  held: readonly BotPosition[],
  since: Date,
): Promise<{ bySymbol: Map<string, SoldByHand>; isComplete: boolean }> {
  const earliest = addSeconds(clock.now(), -LOOK_BACK_DAYS * 86_400)
  const from = since > earliest ? since : earliest
  const symbols = held.filter(({ position }) => position.amount.gt(0)).map(({ bot }) => bot.symbol)
  const bySymbol = new Map<string, SoldByHand>()
  let isComplete = true
  const lookAt = async (symbol: string): Promise<void> => {
    const { fills } = await exchange.fetchFills(symbol, from)
    const ids = new Set(fills.map(({ orderId }) => orderId))
    const ours = await listRecordedExchangeIds(db, key.userId, [...ids])
    const byHand = soldByHandOf(fills.filter(({ orderId }) => !ours.has(orderId)))
    if (byHand !== undefined) bySymbol.set(symbol, byHand)
  }
  for (const symbol of new Set(symbols)) {
    const error = await failureOf(lookAt(symbol))
    // On a pair that is gone nothing was sold lately, and nothing is told any more.
    if (error !== undefined && error.code !== 'unlisted') isComplete = false
  }
  return { bySymbol, isComplete }
}

async function isMoving(
  { db, clock }: KeyCore,
  { id: keyId }: Key,
  held: readonly BotPosition[],
): Promise<boolean> {
  const lately = addSeconds(clock.now(), -SETTLING_SECONDS)
  const sent = (await listUnsettled(db, { keyId })).filter(({ status }) => status === 'sent')
  if (sent.some(({ sentAt }) => sentAt > lately)) return true
  const ids = held.map(({ bot }) => bot.id)
  return (await listFills(db, ids, lately)).length > 0
}
