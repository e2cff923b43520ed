import type { Big } from 'big.js'
import { allOf } from '../lib/all-of.ts'
import type { Db } from '../db/schema.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { troubleOf, type Trouble } from '../exchange/trouble.ts'
import { roundDownTo } from '../exchange/market.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { isPlaceable } from '../strategies/order-minimum.ts'
import { positionsOf, type BotPosition } from '../trading-bots/positions.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { findLastSeen } from '../trading/order-repo.ts'
import { isLive, isUnknownSale, type Order } from '../trading/order.ts'
import { mayBeFee } from '../trading/position.ts'
import { availableOf } from './available.ts'
import { compareOrders, unsettledOf } from './compare-orders.ts'
import { countOthers } from './foreign-orders.ts'
import { floorOf, valueBots, type Valued } from './valuation.ts'

/** All that a trader must know before leaving. */
export type Truth =
  | {
      live: true
      bots: TradingBot[]
      /** Ours, on the exchange or of unknown outcome. */
      orders: Order[]
      /** Those of them, and of the ended ones, about which the exchange gave no answer just now. */
      unanswered: Order[]
      /** Open orders on the account that are not ours; undefined where the exchange does not list them. */
      foreignOrders: number | undefined
      /** Our open orders on another key of the account, whose bots still use them. */
      otherKeysOrders: number
      positions: SeenPosition[]
    }
  | LastKnown

/** A position as it is on the account. */
export type SeenPosition = Valued & {
  /**
   * Base that can't be sold before the trader frees it: neither free nor in an order of ours. All of the
   * position where the rest of it is too small for any sale.
   */
  notFree: Big | undefined
}

/** What was known when the exchange last answered. */
export interface LastKnown {
  live: false
  /** Why there is nothing newer; `dead`: the exchange refuses the key for good. */
  why: Trouble['kind'] | 'dead'
  /** When the exchange may be asked again, if it wants silence. */
  until?: Date
  bots: TradingBot[]
  /** May rest. */
  orders: Order[]
  /** Closing sales that were sent and not answered. They never rest, but may have been carried out. */
  unknownSales: Order[]
  positions: BotPosition[]
  /** When the exchange was last asked with success. */
  asOf: Date
}

/** The list of markets that a trader decides by is not older. */
const NEW_MARKETS_SECONDS = 300

/**
 * Looks at the exchange; the last known state while it can't, or may not, be asked. Of the one bot only
 * where there is a `botId`, else of all that is ours on the account.
 */
export async function lookAt(
  core: KeyCore,
  key: Key,
  bots: TradingBot[],
  botId: string | undefined,
): Promise<Truth> {
  if (key.health === 'dead') return lastKnown(core.db, key, bots, botId)
  try {
    const exchange = await core.connections.open(key.id, 'exit')
    const [{ open, unresolved }, account] = await allOf([
      compareOrders(core, { exchange, key, bots, botId }),
      exchange.fetchAccount(),
    ])
    const positions = await valueBots(core, key, bots, NEW_MARKETS_SECONDS)
    const orders = await liveOrders(core.db, key, botId)
    const available = availableOf(positions, orders, account)
    return {
      live: true,
      bots,
      orders,
      unanswered: [...new Map(unresolved.map(({ order }) => [order.id, order])).values()],
      ...(await countOthers(core, { exchange, key }, open)),
      positions: positions.map((one) => ({
        ...one,
        notFree: notFreeOf(one, available.get(one.bot.id), key.takerFeeRate),
      })),
    }
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error
    return { ...(await lastKnown(core.db, key, bots, botId)), ...whyNot(error) }
  }
}

/** Less than one step of its market was never for sale, and a fee that was not reported is not missing. */
function notFreeOf(valued: Valued, available: Big | undefined, feeRate: Big): Big | undefined {
  if (valued.state === 'gone' || available === undefined) return undefined
  const away = valued.position.amount.minus(available)
  if (away.lte(mayBeFee(valued.position, feeRate)) || away.lt(valued.market.stepSize)) {
    return undefined
  }
  const isAllAway = valued.sellable && !isEnough(valued, available, feeRate)
  return isAllAway ? valued.position.amount : away
}

function isEnough(valued: Exclude<Valued, { state: 'gone' }>, amount: Big, feeRate: Big): boolean {
  const { market } = valued
  return isPlaceable(market, floorOf(valued, feeRate), roundDownTo(market.stepSize, amount))
}

function whyNot(error: ExchangeError): Pick<LastKnown, 'why' | 'until'> {
  const trouble = troubleOf(error)
  return trouble?.kind === 'silence'
    ? { why: 'silence', until: trouble.until }
    : { why: trouble?.kind ?? 'errors' }
}

/** The state as the database has it; of the one bot only where there is a `botId`. */
export async function lastKnown(
  db: Db,
  key: Key,
  bots: TradingBot[],
  botId?: string,
): Promise<LastKnown> {
  const held = await positionsOf(db, bots)
  const live = await liveOrders(db, key, botId)
  return {
    live: false,
    why: key.health === 'dead' ? 'dead' : 'unreachable',
    bots,
    orders: live.filter((order) => !isUnknownSale(order)),
    unknownSales: live.filter(isUnknownSale),
    positions: held.filter(({ position }) => position.amount.gt(0)),
    // A probe shows nothing of the account, least of all one that was refused.
    asOf: (await findLastSeen(db, key.id)) ?? key.refusedAt ?? key.checkedAt,
  }
}

async function liveOrders(db: Db, key: Key, botId: string | undefined): Promise<Order[]> {
  return (await unsettledOf({ db }, { key, botId })).filter(isLive)
}
