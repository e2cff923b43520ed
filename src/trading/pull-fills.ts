import { transact } from '../db/transact.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Core } from '../queue/core.ts'
import { insertFills, listFillsOfOrders } from './fill-repo.ts'
import { settleOrders } from './order-repo.ts'
import { isLive, type Order } from './order.ts'
import { sum } from './sum.ts'

/** Fills are dated by the exchange's clock, our orders by ours. */
const CLOCKS_APART_MS = 2 * 3_600_000

/**
 * Pulls the fills that these orders have and we do not, and settles those that have ended and are
 * complete. Nothing is asked about orders that have not moved.
 */
export async function pullFills(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
): Promise<void> {
  const moved = await notOnRecord(core, orders)
  await Promise.all(
    [...Map.groupBy(moved, (order) => order.symbol)].map(async ([symbol, of]) => {
      const first = Math.min(...of.map((order) => order.createdAt.getTime()))
      const since = new Date(first - CLOCKS_APART_MS)
      const fills = Map.groupBy(await exchange.fetchFills(symbol, since), (fill) => fill.orderId)
      const own = of.flatMap((order) =>
        (fills.get(order.exchangeOrderId ?? '') ?? []).map((fill) => ({ order, fill })),
      )
      await transact(core.db, (trx) => insertFills(trx, own))
    }),
  )
  const missing = new Set((await notOnRecord(core, moved)).map((order) => order.id))
  const complete = orders.filter((order) => !isLive(order) && !missing.has(order.id))
  if (complete.length === 0) return
  await transact(core.db, (trx) =>
    settleOrders(
      trx,
      complete.map((order) => order.id),
      core.clock.now(),
    ),
  )
}

/** Orders with fills that are not all on record. */
async function notOnRecord({ db }: Core, orders: readonly Order[]): Promise<Order[]> {
  const ids = orders.map((order) => order.id)
  const known = Map.groupBy(await listFillsOfOrders(db, ids), (fill) => fill.orderId)
  return orders.filter(
    ({ id, filled }) => !sum((known.get(id) ?? []).map((fill) => fill.amount)).eq(filled),
  )
}
