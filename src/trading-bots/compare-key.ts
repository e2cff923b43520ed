import { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { endAbsence, findAbsence, type Absence } from '../keys/absence-repo.ts'
import { KeyErased } from '../keys/connections.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import { listFills } from '../trading/fill-repo.ts'
import { listKnownExchangeIds, listUnsettled } from '../trading/order-repo.ts'
import { sum } from '../trading/sum.ts'
import { noteEndedInAbsence } from '../trading/surprise-repo.ts'
import { listBotsOfKey, moveBot } from './bot-repo.ts'
import { hasEnded } from './end-bot.ts'
import { bringUpToDate } from './look.ts'
import { findMissing, soldByHandOf, type SoldByHand } from './missing-coins.ts'
import { putMissing, type MissingCoins } from './missing-repo.ts'
import { positionsOf, type BotPosition } from './positions.ts'
import type { TradingBot } from './trading-bot.ts'

/** Balances come from caches: right after a trade they may not show it yet. */
const SETTLING_SECONDS = 60
/** Sales by hand are looked for in so many days: that coins are gone shows in the balances in any case. */
const LOOK_BACK_DAYS = 30

/**
 * Compares a key's account with our books, once after each absence and before any of its bots goes
 * on: what filled or ended is put on record, coins that went by hand are found, and all of it is told.
 * Bots whose coins are missing stand still until their trader says what became of them. Nothing is
 * bought, sold or cancelled. False while it can't be made: the absence then goes on, and no bot does.
 */
export async function compareAfterAbsence(core: KeyCore, keyId: string): Promise<boolean> {
  const absence = await findAbsence(core.db, keyId)
  if (absence === undefined || absence.compared) return true
  const key = await findKey(core.db, keyId)
  if (key?.status !== 'linked' || key.health !== 'healthy') return false
  const bots = await listBotsOfKey(core.db, keyId)
  try {
    const missing = bots.length === 0 ? [] : await lookForMissing(core, key, absence)
    if (missing === undefined) return false
    await conclude(core, key, absence, missing)
    return true
  } catch (error) {
    // The next look at the key tries again; a refused one has been reported to the watch already.
    if (!(error instanceof ExchangeError || error instanceof KeyErased)) throw error
    core.log.warn('comparison-put-off', { key: keyId, code: error.name })
    return false
  }
}

/** Undefined while something has moved so lately that the balances may not show it. */
async function lookForMissing(
  core: KeyCore,
  key: Key,
  { since }: Absence,
): Promise<MissingCoins[] | undefined> {
  const exchange = await core.connections.open(key.id, 'routine')
  await bringUpToDate(core, exchange, key)
  const held = await positionsOf(core.db, await listBotsOfKey(core.db, key.id))
  const { balances } = await exchange.fetchAccount()
  const markets = await core.exchanges.markets(key.exchange).fetchMarkets()
  const missing = findMissing({
    held,
    balances,
    locked: await lockedInSales(core, key),
    soldByHand: await soldByHandSince(core, exchange, key, held, since),
    stepOf: (symbol) => markets.get(symbol)?.stepSize ?? new Big(0),
  })
  return missing.length > 0 && (await isMoving(core, key, held)) ? undefined : missing
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
): Promise<Map<string, SoldByHand>> {
  const earliest = addSeconds(clock.now(), -LOOK_BACK_DAYS * 86_400)
  const from = since > earliest ? since : earliest
  const ours = await listKnownExchangeIds(db, key.id)
  const symbols = held.filter(({ position }) => position.amount.gt(0)).map(({ bot }) => bot.symbol)
  const sold = new Map<string, SoldByHand>()
  for (const symbol of new Set(symbols)) {
    const fills = await exchange.fetchFills(symbol, from)
    const byHand = soldByHandOf(fills.filter(({ orderId }) => !ours.has(orderId)))
    if (byHand !== undefined) sold.set(symbol, byHand)
  }
  return sold
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

async function conclude(
  core: KeyCore,
  key: Key,
  { version, since }: Absence,
  missing: readonly MissingCoins[],
): Promise<void> {
  await commit(core, async (trx) => {
    const at = core.clock.now()
    // What is missing may be asked about again: then the same sales have to be found once more.
    const next = { version, since: missing.length === 0 ? at : since, at }
    if (!(await endAbsence(trx, key.id, next))) return
    await putMissing(trx, key.id, missing)
    await noteEndedInAbsence(trx, key.id)
    const bots = await listBotsOfKey(trx, key.id)
    const ids = new Set(missing.map(({ botId }) => botId))
    for (const bot of bots.filter(({ id }) => ids.has(id)).filter(mayBeHeld)) {
      const stop = { from: ['running', 'paused', 'failed'], to: 'paused', at } as const
      await moveBot(trx, bot.id, { ...stop, resting: 'keep', reason: 'coins-by-hand' })
    }
    if (bots.length === 0) return
    await tell(trx, core, {
      userId: key.userId,
      notice: {
        kind: 'key-compared',
        keyId: key.id,
        version: version + 1,
        since: since.toISOString(),
      },
      id: `key-compared:${key.id}:${version + 1}`,
    })
  })
}

/** One that its trader paused, or that has ended, keeps its reason: it does not go on by itself anyhow. */
function mayBeHeld(bot: TradingBot): boolean {
  return bot.status !== 'removing' && bot.reason !== 'trader' && !hasEnded(bot)
}
