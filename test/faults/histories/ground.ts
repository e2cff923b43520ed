import { Big } from 'big.js'
import type { Market } from '../../../src/exchange/market.ts'
import { transact } from '../../../src/db/transact.ts'
import { Floor } from '../exchange/floor.ts'
import { FEES_IN_BNB } from '../../../src/playground/paper-exchange/fee-ways.ts'
import type { ApiKey } from '../../../src/playground/paper-exchange/keys.ts'
import {
  getMarket,
  MAX_NUM_ORDERS,
  PRICE_BAND,
} from '../../../src/playground/paper-exchange/markets.ts'
import { insertBot } from '../../../src/trading-bots/bot-repo.ts'
import { Life } from '../world/life.ts'
import { ALICE, link } from '../world/scenario.ts'
import { CALM, type Script } from '../world/script.ts'
import { SimDatabase } from '../world/sim-database.ts'
import { VirtualTime } from '../world/virtual-time.ts'
import { World } from '../world/world.ts'
import type { BotOfHistory, History } from './history.ts'

/** Where every history begins: a trader with a linked key and money, and no bot yet. */
export interface Ground {
  at: Date
  database: SimDatabase
  keys: ApiKey[]
  keyId: string
}

const MONEY = 20_000
/** Enough for some fees, and not for all. */
const BNB = '0.002'

/** Prepared by the real code, once for a process. */
export async function prepareGround(): Promise<Ground> {
  const world = new World(new Date('2026-03-02T09:00:00.000Z'), CALM, { seed: 1 })
  world.begin()
  await world.pass(1)
  await link(world, ALICE, 'alice')
  await world.pass(30)
  const [row] = world.database.rows<{ id: string }>('select id from exchange_key')
  const ground = {
    at: world.time.now(),
    database: new SimDatabase(world.database),
    keys: world.floor.keys.list().map((key) => ({ ...key, rights: { ...key.rights } })),
    keyId: row?.id ?? '',
  }
  world.close()
  return ground
}

/** A symbol as it is when a history begins. */
export function marketAtStart({ at }: Ground) {
  const clock = { now: () => at, after: () => () => undefined }
  const floor = new Floor(clock, clock)
  return (symbol: string) => ({
    market: marketOf(symbol),
    price: floor.midOf(getMarket(symbol)),
    now: at,
  })
}

/** The paper exchange's market as Undock sees it. */
export function marketOf(symbol: string): Market {
  const { base, quote, tickSize, stepSize, minAmount, maxAmount, minCost } = getMarket(symbol)
  const sizes = { tickSize, stepSize, minAmount, maxAmount, minCost }
  const band = { lowest: PRICE_BAND.down, highest: PRICE_BAND.up }
  const priceBand = { buy: band, sell: band }
  return { symbol, base, quote, active: true, ...sizes, priceBand, maxOrders: MAX_NUM_ORDERS }
}

/** A world in which these bots were just made. Not begun yet. */
export async function settle(
  ground: Ground,
  script: Script,
  {
    seed,
    tickSeconds,
    paysInBnb,
    bots,
  }: Pick<History, 'seed' | 'tickSeconds' | 'paysInBnb' | 'bots'>,
): Promise<{ world: World; bots: { id: string; symbol: string }[] }> {
  const { database, at, keys } = ground
  database.putBack()
  database.faults = () => undefined
  const made = bots.map((bot, i) => ({ ...bot, id: `bot-${i}` }))
  await makeBots(ground, made)
  const config = { botTickSeconds: tickSeconds }
  const world = new World(at, script, { database, seed, config })
  for (const key of keys)
    Object.assign(world.floor.keys.create(key), { ...key, rights: { ...key.rights } })
  world.floor.ledger.add('alice', 'USDT', { free: new Big(MONEY) })
  if (paysInBnb) {
    world.floor.controls.takeFees(FEES_IN_BNB, 'alice')
    world.floor.ledger.add('alice', 'BNB', { free: new Big(BNB) })
  }
  world.user(ALICE, 'Alice')
  return { world, bots: made }
}

async function makeBots(
  { database, keyId, at }: Ground,
  bots: readonly (BotOfHistory & { id: string })[],
): Promise<void> {
  const { db } = database.open(new Life(new VirtualTime(at), () => false))
  await transact(db, async (trx) => {
    for (const { id, strategy, symbol, parameters } of bots) {
      await insertBot(trx, {
        id,
        userId: String(ALICE),
        keyId,
        name: `${strategy} ${symbol} ${id}`,
        strategy,
        symbol,
        parameters,
        status: 'running',
        resting: 'keep',
        reason: undefined,
        createdAt: at,
      })
    }
  })
}
