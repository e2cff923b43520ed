import { Big } from 'big.js'
import { getMarket, roundToSize } from '../../../src/playground/paper-exchange/markets.ts'
import type { Order, Trade } from '../../../src/playground/paper-exchange/order.ts'
import type { Balance } from '../../../src/playground/paper-exchange/ledger.ts'
import type { StoredMessage } from '../../../src/playground/bot-api/message.ts'
import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import { LABELS } from '../../support/labels.ts'
import { CALM, type Script } from './script.ts'
import { SimDatabase } from './sim-database.ts'
import { TRIGGERS } from '../invariants/triggers.ts'
import { World } from './world.ts'

export const ALICE = 42
export const BOB = 43
/** No schedule has it: else its tokens would be those of what was there before. */
const BEFORE_ALL = 2 ** 32 - 1
/** Of the first the trader has no coins but the bot's; of the next two there are others. */
const SYMBOLS = [
  'SOL/USDT',
  'BTC/USDT',
  'ETH/USDT',
  'BNB/USDT',
  'XRP/USDT',
  'ADA/USDT',
  'LINK/USDT',
  'LTC/USDT',
  'AVAX/USDT',
  'DOGE/USDT',
]

/** Where a schedule begins. */
export interface Scenario {
  kind: 'disconnect' | 'remove'
  positions: 1 | 3 | 10
  /** What the trader decides; `half`: winners only. */
  decision: 'all' | 'winners' | 'none'
  /** How far the trader is: before anything, or in front of the red button. */
  from: 'start' | 'plan'
  /** Whether another trader is there too. */
  bob: boolean
}

/** The world as it was when a schedule begins. */
export interface Snapshot {
  scenario: Scenario
  at: Date
  database: SimDatabase
  prices: [string, Big][]
  keys: ApiKey[]
  /** Alice's key in the database, and its ciphertexts. */
  keyId: string
  sealed: string[]
  symbols: readonly string[]
  orders: Order[]
  trades: Trade[]
  balances: Map<string, Balance[]>
  chats: Map<number, StoredMessage[]>
}

/** The symbols that its bots trade. */
export function symbolsOf({ kind, positions }: Scenario): readonly string[] {
  return SYMBOLS.slice(0, kind === 'remove' ? 2 : positions)
}

/** Prepares a scenario by the real code, in fair weather. */
export async function prepare(scenario: Scenario): Promise<Snapshot> {
  const world = new World(new Date('2026-03-02T09:00:00.000Z'), CALM, { seed: BEFORE_ALL })
  world.begin()
  await world.pass(1)
  const symbols = symbolsOf(scenario)
  await link(world, ALICE, 'alice')
  for (const symbol of symbols) await startBot(world, ALICE, 'alice', symbol)
  if (scenario.bob) {
    await link(world, BOB, 'bob')
    await startBot(world, BOB, 'bob', 'BTC/USDT')
  }
  // The lowest but one level is bought, one sell rests above it.
  for (const symbol of symbols) world.floor.movePrice(symbol, 0.94)
  await world.pass(130)
  // Half of them win by now.
  for (const [i, symbol] of symbols.entries()) {
    if (i % 2 === 0) world.floor.movePrice(symbol, 1.03)
  }
  await world.pass(600)
  if (scenario.from === 'plan') await walkToPlan(world, scenario)
  const snapshot = snap(world, scenario, symbols)
  world.close()
  return snapshot
}

/** A world that goes on from a snapshot. */
export function resume(
  snapshot: Snapshot,
  script: Script,
  options: { seed: number; tickSeconds: number; operatorIds?: readonly string[] },
): World {
  const { at, database, prices, keys, orders, trades, balances, chats } = snapshot
  database.putBack()
  const world = new World(at, script, {
    database,
    seed: options.seed,
    config: { botTickSeconds: options.tickSeconds, operatorIds: options.operatorIds ?? [] },
  })
  const { floor } = world
  floor.restorePrices(prices)
  for (const key of keys)
    Object.assign(floor.keys.create(key), { ...key, rights: { ...key.rights } })
  for (const [account, of] of balances) {
    for (const { asset, free, locked } of of) {
      const now = floor.ledger.get(account, asset)
      floor.ledger.add(account, asset, {
        free: free.minus(now.free),
        locked: locked.minus(now.locked),
      })
    }
  }
  const copies = new Map(orders.map((order) => [order, { ...order }]))
  for (const copy of copies.values()) {
    floor.store.insert(copy)
    floor.past.noteOrder(copy, 0)
  }
  for (const trade of trades) {
    floor.store.insertTrade({ ...trade, order: copies.get(trade.order) ?? trade.order })
  }
  for (const [id, messages] of chats) {
    world.user(id, `Trader ${id}`)
    const chat = world.chat(id)
    chat.open = true
    for (const message of messages) chat.add(message)
  }
  return world
}

function snap(world: World, scenario: Scenario, symbols: readonly string[]): Snapshot {
  const { floor, telegram } = world
  const [row] = world.database.rows<{
    id: string
    wrapped_data_key: string
    sealed_credentials: string
  }>(
    'select id, wrapped_data_key, sealed_credentials from exchange_key where user_id = ?',
    String(ALICE),
  )
  const database = new SimDatabase(world.database)
  database.watch(TRIGGERS)
  const accounts = scenario.bob ? ['alice', 'bob'] : ['alice']
  return {
    scenario,
    at: world.time.now(),
    database,
    prices: SYMBOLS.map((symbol) => [symbol, floor.midOf(getMarket(symbol))]),
    keys: floor.keys.list().map((key) => ({ ...key, rights: { ...key.rights } })),
    keyId: row?.id ?? '',
    sealed: [row?.wrapped_data_key ?? '', row?.sealed_credentials ?? ''],
    symbols,
    orders: accounts
      .flatMap((account) => floor.store.list(account))
      .toSorted((a, b) => a.id - b.id),
    trades: accounts
      .flatMap((account) => floor.store.listTrades(account))
      .toSorted((a, b) => a.id - b.id),
    balances: new Map(accounts.map((account) => [account, floor.ledger.list(account)])),
    chats: new Map([...telegram.chats].map(([id, chat]) => [id, chat.messages()])),
  }
}

/** Links a key of an account with money of its own, by the chat. */
export async function link(world: World, userId: number, owner: string): Promise<void> {
  const { apiKey, secret } = world.floor.keys.create({ account: owner })
  world.floor.ledger.add(owner, 'USDT', { free: new Big(20_000) })
  await say(world, userId, '/link')
  await tap(world, userId, 'Binance')
  await tap(world, userId, LABELS.paste)
  await say(world, userId, `${apiKey}\n${secret}`)
}

async function startBot(
  world: World,
  userId: number,
  owner: string,
  symbol: string,
): Promise<void> {
  const market = getMarket(symbol)
  const mid = world.floor.midOf(market)
  const at = (factor: number) => roundToSize(mid.times(factor), market.tickSize).toFixed()
  const before = world.floor.store.listOpen(owner).length
  await say(world, userId, '/newbot')
  await tap(world, userId, 'Grid')
  await say(world, userId, symbol)
  await say(world, userId, at(0.9))
  await say(world, userId, at(1.1))
  await say(world, userId, market.quote === 'USDT' ? '400' : '0.01')
  await say(world, userId, '4')
  await tap(world, userId, 'Start')
  await world.pass(5)
  if (world.floor.store.listOpen(owner).length <= before) {
    throw new Error(`The bot on ${symbol} does not trade: ${textOf(world, userId)}`)
  }
}

async function walkToPlan(world: World, { kind, decision }: Scenario): Promise<void> {
  if (kind === 'disconnect') {
    await say(world, ALICE, '/disconnect')
    await tap(world, ALICE, 'Continue')
  } else {
    await say(world, ALICE, '/bots')
    await tap(world, ALICE, '🟢 Grid BTC/USDT')
    await tap(world, ALICE, 'Remove')
  }
  await tap(world, ALICE, 'Pause and continue')
  await world.pass(5)
  const choice = { all: 'Close all', winners: 'Close winners only', none: 'Keep all' }[decision]
  const hasWinnersOnly = buttons(world, ALICE).some(({ text }) => text === choice)
  await tap(world, ALICE, hasWinnersOnly ? choice : 'Close all')
  if (buttons(world, ALICE).some(({ text }) => text.startsWith('Realize'))) {
    await tap(world, ALICE, 'Realize')
  }
}

async function say(world: World, userId: number, text: string): Promise<void> {
  world.user(userId, `Trader ${userId}`).sends(text)
  await world.pass(2)
}

async function tap(world: World, userId: number, label: string): Promise<void> {
  world.user(userId, `Trader ${userId}`).taps(label)
  await world.pass(2)
}

function buttons(world: World, userId: number): { text: string }[] {
  return (
    world
      .chat(userId)
      .messages()
      .findLast(({ keyboard }) => keyboard.length > 0)
      ?.keyboard.flat() ?? []
  )
}

function textOf(world: World, userId: number): string {
  return world.chat(userId).messages().at(-1)?.content.text ?? ''
}
