import { allOf } from '../lib/all-of.ts'
import type { Db } from '../db/schema.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { bringUpToDate } from '../trading-bots/look.ts'
import { positionsOf, type BotPosition } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { findLastSeen, listByClientOrderIds, listUnsettled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { throwFirst } from '../trading/reconcile.ts'
import { valueBots, type Valued } from './valuation.ts'

/** All that a trader must know before leaving. */
export type Truth =
  | {
      live: true
      bots: TradingBot[]
      /** Ours, on the exchange or of unknown outcome. */
      orders: Order[]
      /** Open orders on the account that are not ours; undefined where the exchange does not list them. */
      foreignOrders: number | undefined
      positions: Valued[]
    }
  | LastKnown

/** What was known when the exchange last answered. */
export interface LastKnown {
  live: false
  bots: TradingBot[]
  /** May rest. */
  orders: Order[]
  /** Closing sales that were sent and not answered. They never rest, but may have been carried out. */
  unknownSales: Order[]
  positions: BotPosition[]
  /** When the exchange was last asked with success. */
  asOf: Date
}

/** Looks at the exchange; when it can't be reached, the last known state. */
export async function lookAt(core: KeyCore, key: Key, bots: TradingBot[]): Promise<Truth> {
  if (key.health === 'dead') return lastKnown(core.db, key, bots)
  try {
    const exchange = await core.connections.open(key.id, 'exit')
    throwFirst(await bringUpToDate(core, exchange, key))
    const [foreignOrders, positions] = await allOf([
      countForeignOrders(core, exchange, key),
      valueBots(core, key, bots),
    ])
    return {
      live: true,
      bots,
      orders: await liveOrders(core.db, key.id, bots),
      foreignOrders,
      positions,
    }
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    return lastKnown(core.db, key, bots)
  }
}

async function countForeignOrders(
  { db }: KeyCore,
  exchange: Exchange,
  key: Key,
): Promise<number | undefined> {
  if (!exchange.listsAllOrders) return undefined
  const { rows } = await exchange.fetchOpenOrders()
  const ids = rows.flatMap(({ clientOrderId }) => clientOrderId ?? [])
  return rows.length - (await listByClientOrderIds(db, key.id, ids)).length
}

/** The state as the database has it. */
export async function lastKnown(db: Db, key: Key, bots: TradingBot[]): Promise<LastKnown> {
  const held = await positionsOf(db, bots)
  const live = await liveOrders(db, key.id, bots)
  return {
    live: false,
    bots,
    orders: live.filter(({ timeInForce }) => timeInForce === 'GTC'),
    unknownSales: live.filter(({ timeInForce }) => timeInForce === 'IOC'),
    positions: held.filter(({ position }) => position.amount.gt(0)),
    // A probe shows nothing of the account, least of all one that was refused.
    asOf: (await findLastSeen(db, key.id)) ?? key.refusedAt ?? key.checkedAt,
  }
}

async function liveOrders(db: Db, keyId: string, bots: readonly TradingBot[]): Promise<Order[]> {
  const ids = new Set(bots.map((bot) => bot.id))
  const unsettled = await listUnsettled(db, { keyId })
  return unsettled.filter(
    ({ botId, status }) => ids.has(botId) && (status === 'open' || status === 'sent'),
  )
}
