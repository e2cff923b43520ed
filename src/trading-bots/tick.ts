import { allOf } from '../lib/all-of.ts'
import type { Missing } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { KeyErased } from '../keys/connections.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import { listFillsOfOrders } from '../trading/fill-repo.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { reopenRelisted } from '../trading/relisted-orders.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { Delisted } from './delisted.ts'
import { Room } from './guards.ts'
import { HoldOff } from './hold-off.ts'
import { keepBooks } from './keep-books.ts'
import { KnownBooks } from './known-books.ts'
import { look, type LookMemory } from './look.ts'
import { lookAtMarkets } from './look-at-markets.ts'
import { tellPairEnds } from './pair-ends.ts'
import { Retries } from './retries.ts'
import { serveBot } from './serve-bot.ts'
import { takeOverOrders } from './take-over.ts'
import type { TickOfKey } from './tick-of-key.ts'
import { distinct, type TickResult, type TickTroubles } from './tick-trouble.ts'
import type { TradingBot } from './trading-bot.ts'

/** A bot that starts, or is resumed, finds the rules of its pair not older than that. */
const NEW_LIST_SECONDS = 60

/** What a process remembers of a key from one tick to the next; after a restart it is built up again. */
interface Memory extends LookMemory {
  books: KnownBooks
  /** Bots that ran after the last tick. */
  running: ReadonlySet<string>
  /** Announced ends of pairs that were told. */
  ends: Set<string>
}

/** Hears how each tick ended. */
export type OnTicked = (keyId: string, result: TickResult) => void | Promise<void>

/** Returns what does one tick of a key; it remembers what it saw, and never runs twice at once for a key. */
export function createTick(
  core: KeyCore,
  onTicked: OnTicked = () => undefined,
): (keyId: string) => Promise<TickResult> {
  const holdOff = new HoldOff(core.clock)
  const memories = new Map<string, Memory>()
  const tick = async (keyId: string): Promise<TickResult> => {
    const key = await findKey(core.db, keyId)
    if (key === undefined || key.status !== 'linked' || key.health !== 'healthy') {
      memories.delete(keyId)
      return { outcome: 'skipped' }
    }
    const memory = memories.get(keyId) ?? newMemory(core)
    try {
      if (!memories.has(keyId)) await takeOverOrders(core, key)
      memories.set(keyId, memory)
      return { outcome: 'done', troubles: await tickKey(core, key, memory, holdOff) }
    } catch (error) {
      // The next tick tries again; a refused key has been reported to the watch already.
      if (!(error instanceof ExchangeError || error instanceof KeyErased)) throw error
      core.log.warn('tick-put-off', { key: keyId, code: error.name })
      return error instanceof KeyErased ? { outcome: 'skipped' } : { outcome: 'put-off', error }
    }
  }
  return async (keyId) => {
    const result = await tick(keyId)
    await onTicked(keyId, result)
    return result
  }
}

function newMemory({ clock }: KeyCore): Memory {
  return {
    seen: undefined,
    retries: new Retries(clock),
    delisted: new Delisted(clock),
    books: new KnownBooks(),
    running: new Set(),
    ends: new Set(),
  }
}

/**
 * One look at a key: our orders and fills are brought up to date, then each bot's wish is made so. What
 * goes wrong with one order, pair or bot does not hold up the others, and is returned. Ends when nothing
 * of it is in progress any more.
 *
 * @throws {ExchangeError} when the key or the whole exchange is the trouble.
 */
async function tickKey(
  core: KeyCore,
  key: Key,
  memory: Memory,
  holdOff: HoldOff,
): Promise<TickTroubles> {
  const exchange = await core.connections.open(key.id, 'routine')
  await reopenRelisted(core, core.exchanges.markets(key.exchange), key.id)
  const missing = await missingOf(core, key, memory)
  const { unsettled, listed: open } = await look(core, memory, exchange, key, missing)
  const atBooks = open === undefined ? [] : await keepBooks(core, key, open)
  const bots = await listBotsOfKey(core.db, key.id)
  const running = bots.filter(({ status }) => status === 'running')
  const { retries, delisted } = memory
  const { markets, troubles: atMarkets } = await lookAtMarkets(core, key, running, missing, retries)
  const listed = running.flatMap((bot) => {
    const market = markets.markets.get(bot.symbol)
    return market === undefined ? [] : [{ bot, market }]
  })
  const bookOf = await memory.books.read(core.db, key, listed)
  const ids = unsettled.map(({ id }) => id)
  const fills = Map.groupBy(await listFillsOfOrders(core.db, ids), ({ botId }) => botId)
  const orders = Map.groupBy(unsettled, ({ botId }) => botId)
  await tellPairEnds(core, bots, markets.markets, memory.ends)
  const room = new Room(unsettled)
  const tick: TickOfKey = { key, exchange, room, holdOff, retries, delisted }
  const atBots = await allOf(
    bots.map((bot) => {
      const onRecord = { bot, unsettled: orders.get(bot.id) ?? [], fills: fills.get(bot.id) ?? [] }
      return serveBot(core, tick, onRecord, markets, () => bookOf(bot.id))
    }),
  )
  memory.running = new Set(await listRunning(core, key))
  const isListed = ({ symbol }: { symbol: string }) => !missing.has(symbol)
  const lasting = [
    ...troublesOfBots(retries, bots.filter(isListed)),
    ...troublesOfOrders(retries, unsettled.filter(isListed)),
  ]
  return distinct([...atBooks, ...atMarkets, ...atBots.flat(), ...lasting])
}

/** The pairs of this key's bots and orders that the exchange does not list. */
async function missingOf(
  core: KeyCore,
  key: Key,
  memory: Pick<Memory, 'running'>,
): Promise<ReadonlyMap<string, Missing>> {
  const bots = await listBotsOfKey(core.db, key.id)
  const unsettled = await listUnsettled(core.db, { keyId: key.id })
  const symbols = new Set([...bots, ...unsettled].map(({ symbol }) => symbol))
  const source = core.exchanges.markets(key.exchange)
  const running = bots.filter(({ status }) => status === 'running').map(({ id }) => id)
  if (running.some((id) => !memory.running.has(id))) await source.fetchMarkets(NEW_LIST_SECONDS)
  return source.fetchMissing([...symbols])
}

async function listRunning({ db }: KeyCore, key: Key): Promise<string[]> {
  const bots = await listBotsOfKey(db, key.id)
  return bots.filter(({ status }) => status === 'running').map(({ id }) => id)
}

function troublesOfBots(retries: Retries, bots: readonly TradingBot[]): TickTroubles {
  return bots.flatMap(({ id: botId, symbol }) => {
    const cause = retries.causeOf(symbol)
    return cause === undefined ? [] : [{ botId, symbol, cause }]
  })
}

function troublesOfOrders(retries: Retries, orders: readonly Order[]): TickTroubles {
  return orders.flatMap(({ id, botId, symbol }) => {
    const cause = retries.causeOf(id)
    return cause === undefined ? [] : [{ botId, symbol, cause }]
  })
}
