import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchange, ExchangeOrder } from '../exchange/exchange.ts'
import { KeyErased } from '../keys/connections.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import { pullFills } from '../trading/pull-fills.ts'
import { reconcileOrders } from '../trading/reconcile.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { keepBooks } from './keep-books.ts'
import { runBot, type MarketLook } from './run-bot.ts'
import type { TradingBot } from './trading-bot.ts'

/**
 * One look at a key: our orders and fills are brought up to date, then each bot's wish is made so.
 * Keys that are suspect, dead or leaving are left alone.
 */
export async function tickKey(core: KeyCore, keyId: string): Promise<void> {
  const key = await findKey(core.db, keyId)
  if (key === undefined || key.status !== 'linked' || key.health !== 'healthy') return
  try {
    const exchange = await core.connections.open(keyId, 'routine')
    await keepBooks(core, key, await bringUpToDate(core, exchange, key))
    const bots = await listBotsOfKey(core.db, keyId)
    const look = await lookAtMarkets(core, key, bots)
    await Promise.all(bots.map((bot) => runBot(core, exchange, key, bot, look)))
  } catch (error) {
    // The next tick tries again; a refused key has been reported to the watch already.
    if (!(error instanceof ExchangeError || error instanceof KeyErased)) throw error
    core.log.warn('tick-put-off', { key: keyId, code: error.name })
  }
}

/** One look for all bots of a key, not one each. */
async function lookAtMarkets(core: KeyCore, key: Key, bots: TradingBot[]): Promise<MarketLook> {
  const running = bots.filter(({ status }) => status === 'running').map(({ symbol }) => symbol)
  if (running.length === 0) return { markets: new Map(), prices: new Map() }
  const source = core.exchanges.markets(key.exchange)
  const [markets, prices] = await Promise.all([
    source.fetchMarkets(),
    source.fetchPrices([...new Set(running)]),
  ])
  return { markets, prices }
}

/**
 * Our records of this key's orders and fills agree with the exchange, as far as it answers. Gives the
 * open orders that it listed, theirs too, on the symbols where ours may be.
 */
export async function bringUpToDate(
  core: KeyCore,
  exchange: Exchange,
  key: Key,
): Promise<ExchangeOrder[]> {
  const unsettled = await listUnsettled(core.db, { keyId: key.id })
  const symbols = [...new Set(unsettled.map((order) => order.symbol))]
  const open = symbols.length === 0 ? [] : await exchange.fetchOpenOrders(symbols)
  await reconcileOrders(core, exchange, unsettled, open)
  await pullFills(core, exchange, await listUnsettled(core.db, { keyId: key.id }))
  return open
}
