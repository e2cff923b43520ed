import { allOf } from '../lib/all-of.ts'
import { transact } from '../db/transact.ts'
import type { Exchange, OpenOrders } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { takeOverOrders } from '../trading-bots/take-over.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { followDelisted } from '../trading/delisted-orders.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import { isLive, type Order } from '../trading/order.ts'
import { pullFills } from '../trading/pull-fills.ts'
import { reconcileOrders, type Unresolved } from '../trading/reconcile.ts'
import { reopenRelisted } from '../trading/relisted-orders.ts'
import { settleWithoutFills } from '../trading/settle-without-fills.ts'
import { valueFees } from '../trading/value-fees.ts'

/** While the end of an order is only assumed, no exit relies on an older list of markets. */
const MARKETS_SECONDS = 60

/** Whose orders are compared. */
interface Scope {
  exchange: Exchange
  key: Key
  bots: readonly TradingBot[]
  /** The one bot that it is about; undefined: all orders of the key, those of removed bots too. */
  botId: string | undefined
}

/**
 * Brings these orders to what the exchange says about them. Sends nothing but questions. Returns
 * what the exchange lists as open, and the orders that could not be looked up.
 */
export async function compareOrders(
  core: KeyCore,
  scope: Scope,
  recorded: Promise<readonly Unresolved[]> = Promise.resolve([]),
): Promise<{ open: OpenOrders; unresolved: readonly Unresolved[] }> {
  const { exchange, key, bots } = scope
  const markets = core.exchanges.markets(key.exchange, 'exit')
  const unsettledBefore = recorded.then(async () => {
    await takeOverOrders(core, key)
    await reopenRelisted(core, markets, key.id, MARKETS_SECONDS)
    return unsettledOf(core, scope)
  })
  const [open, before, answered] = await allOf([
    exchange.listsAllOrders
      ? exchange.fetchOpenOrders()
      : unsettledBefore.then((orders) => exchange.fetchOpenOrders(symbolsOf(orders, bots))),
    unsettledBefore.then(async (orders) => {
      await pullFills(core, exchange, orders)
      return orders
    }),
    recorded,
  ])
  const looked = await reconcileOrders(core, exchange, before, open)
  const delisted = looked.filter(isOfDelisted).map(orderOf)
  if (delisted.length > 0) await followDelisted(core, exchange, delisted)
  const pulled = await pullFills(core, exchange, await unsettledOf(core, scope))
  await settleDelisted(core, pulled)
  await valueFees(core, markets, key.id)
  const unresolved = [...answered, ...looked, ...pulled]
  for (const { order, error } of unresolved) {
    core.log.warn('order-unresolved', { order: order.id, code: error.code, raw: error.raw })
  }
  return { open, unresolved }
}

function isOfDelisted({ error }: Unresolved): boolean {
  return error.code === 'unlisted'
}

function orderOf({ order }: Unresolved): Order {
  return order
}

/** Fills on a pair that is not listed any more can never be fetched: what the orders filled is on record. */
async function settleDelisted(core: KeyCore, pulled: readonly Unresolved[]): Promise<void> {
  const ended = pulled.filter((one) => isOfDelisted(one) && !isLive(one.order))
  for (const { order } of ended) {
    await transact(core.db, (trx) => settleWithoutFills(trx, order, core.clock.now()))
  }
}

function symbolsOf(orders: readonly Order[], bots: readonly TradingBot[]): string[] {
  return [...new Set([...orders, ...bots].map(({ symbol }) => symbol))]
}

/** Orders that are, or may be, on the exchange, or whose fills are not all on record. */
export function unsettledOf(
  { db }: Pick<KeyCore, 'db'>,
  { key, botId }: Pick<Scope, 'key' | 'botId'>,
): Promise<Order[]> {
  return listUnsettled(db, { keyId: key.id, botId })
}
