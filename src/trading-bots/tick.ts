import { allOf } from '../lib/all-of.ts'
import { errorFields } from '../lib/log.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { KeyErased } from '../keys/connections.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import { listFillsOfOrders } from '../trading/fill-repo.ts'
import type { BotBook } from './bot-book.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { Room } from './guards.ts'
import { HoldOff } from './hold-off.ts'
import { keepBooks } from './keep-books.ts'
import { KnownBooks } from './known-books.ts'
import { look, type Looks } from './look.ts'
import { planBot, type BotOnRecord, type MarketLook } from './plan-bot.ts'
import { runBot } from './run-bot.ts'
import { failBot } from './stand-still.ts'
import type { TickOfKey } from './tick-of-key.ts'
import type { TradingBot } from './trading-bot.ts'

/** While a bot's symbol is halted or gone, the list of markets is not older than that. */
const MARKETS_SECONDS = 300
/** Keys that tick in the same moment share their prices. */
const PRICE_SECONDS = 1

/** What a process remembers from one tick of a key to the next; after a restart it is found anew. */
interface Memory {
  looks: Looks
  holdOff: HoldOff
  books: KnownBooks
}

/** Gives what does one tick of a key; it remembers what it saw, and never runs twice at once for a key. */
export function createTick(core: KeyCore): (keyId: string) => Promise<void> {
  const looks: Looks = new Map()
  const holdOff = new HoldOff(core.clock)
  const books = new Map<string, KnownBooks>()
  return async (keyId) => {
    const key = await findKey(core.db, keyId)
    if (key === undefined || key.status !== 'linked' || key.health !== 'healthy') {
      looks.delete(keyId)
      books.delete(keyId)
      return
    }
    const known = books.get(keyId) ?? new KnownBooks()
    books.set(keyId, known)
    try {
      await tickKey(core, key, { looks, holdOff, books: known })
    } catch (error) {
      // The next tick tries again; a refused key has been reported to the watch already.
      if (!(error instanceof ExchangeError || error instanceof KeyErased)) throw error
      core.log.warn('tick-put-off', { key: keyId, code: error.name })
    }
  }
}

/**
 * One look at a key: our orders and fills are brought up to date, then each bot's wish is made so.
 * A bot that fails does not hold up the others. Ends when nothing of it is under way any more.
 */
async function tickKey(core: KeyCore, key: Key, memory: Memory): Promise<void> {
  const exchange = await core.connections.open(key.id, 'routine')
  const { unsettled, listed: open } = await look(core, memory.looks, exchange, key)
  if (open !== undefined) await keepBooks(core, key, open)
  const bots = await listBotsOfKey(core.db, key.id)
  const running = bots.filter(({ status }) => status === 'running')
  const markets = await lookAtMarkets(core, key, running)
  const listed = running.flatMap((bot) => {
    const market = markets.markets.get(bot.symbol)
    return market === undefined ? [] : [{ bot, market }]
  })
  const bookOf = await memory.books.read(core.db, key, listed)
  const ids = unsettled.map(({ id }) => id)
  const fills = Map.groupBy(await listFillsOfOrders(core.db, ids), ({ botId }) => botId)
  const orders = Map.groupBy(unsettled, ({ botId }) => botId)
  const tick: TickOfKey = { key, exchange, room: new Room(unsettled), holdOff: memory.holdOff }
  await allOf(
    bots.map((bot) => {
      const onRecord = { bot, unsettled: orders.get(bot.id) ?? [], fills: fills.get(bot.id) ?? [] }
      return tickBot(core, tick, onRecord, markets, bookOf)
    }),
  )
}

async function tickBot(
  core: KeyCore,
  tick: TickOfKey,
  onRecord: BotOnRecord,
  markets: MarketLook,
  bookOf: (botId: string) => BotBook | undefined,
): Promise<void> {
  const { bot } = onRecord
  let plan
  try {
    const book = bookOf(bot.id)
    plan = planBot({ ...onRecord, book }, tick.key, markets, core.clock.now())
  } catch (error) {
    // Planning is pure: what it throws, it would throw at each tick.
    core.log.error('bot-fails', { bot: bot.id, ...errorFields(error) })
    return failBot(core, bot, 'own-fault')
  }
  await runBot(core, tick, bot, plan)
}

/** One look for all bots of a key, not one each. */
async function lookAtMarkets(
  core: KeyCore,
  key: Key,
  running: readonly TradingBot[],
): Promise<MarketLook> {
  if (running.length === 0) return { markets: new Map(), prices: new Map() }
  const source = core.exchanges.markets(key.exchange)
  const known = await source.fetchMarkets()
  const isTraded = ({ symbol, reason }: TradingBot) =>
    known.get(symbol)?.active === true && reason !== 'symbol-halted'
  const markets = running.every(isTraded) ? known : await source.fetchMarkets(MARKETS_SECONDS)
  const symbols = [...new Set(running.map(({ symbol }) => symbol))]
  const prices = await source.fetchPrices(symbols, PRICE_SECONDS)
  return { markets, prices }
}
