import { allOf } from '../lib/all-of.ts'
import { addSeconds } from '../lib/clock.ts'
import { transact } from '../db/transact.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { failureOf } from '../exchange/failure-of.ts'
import type { Core } from '../queue/core.ts'
import { insertFills, listFillsOfOrders } from './fill-repo.ts'
import { settleOrders } from './answer-repo.ts'
import { isLive, type Order } from './order.ts'
import type { Unresolved } from './reconcile.ts'
import { sum } from './sum.ts'
import { noteFilledUnseen } from './surprise-repo.ts'

/** A fill of which we hear so late was made while we did not look; the trader is told of it. */
const UNSEEN_SECONDS = 600

/**
 * Pulls the fills that these orders have and we do not, and settles those that have ended and are
 * complete. Nothing is asked about orders that have not moved.
 *
 * Each is asked for all of its fills by its own id: theirs in between, clocks that differ and months
 * of waiting leave no gap, and one that is on record already is not recorded again.
 *
 * Returns the orders whose fills could not be fetched.
 *
 * @throws {ExchangeError} for what concerns the whole key.
 */
export async function pullFills(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
): Promise<Unresolved[]> {
  const moved = await notOnRecord(core, orders)
  const pulled = await allOf(
    moved.map(async (order): Promise<Unresolved[]> => {
      const error = await failureOf(pullOf(core, exchange, order))
      return error === undefined ? [] : [{ order, error }]
    }),
  )
  const missing = new Set((await notOnRecord(core, moved)).map((order) => order.id))
  const complete = orders.filter((order) => !isLive(order) && !missing.has(order.id))
  if (complete.length === 0) return pulled.flat()
  await transact(core.db, (trx) =>
    settleOrders(
      trx,
      complete.map((order) => order.id),
      core.clock.now(),
    ),
  )
  return pulled.flat()
}

async function pullOf(core: Core, exchange: Exchange, order: Order): Promise<void> {
  if (order.exchangeOrderId === undefined) return
  const fills = await exchange.fetchOrderFills(order.symbol, order.exchangeOrderId)
  const unseen = addSeconds(core.clock.now(), -UNSEEN_SECONDS)
  await transact(core.db, async (trx) => {
    const made = await insertFills(
      trx,
      fills.map((fill) => ({ order, fill })),
    )
    if (made.some(({ at }) => at < unseen)) await noteFilledUnseen(trx, order.id)
  })
}

/** Orders with fills that are not all on record. */
async function notOnRecord({ db }: Core, orders: readonly Order[]): Promise<Order[]> {
  const ids = orders.map((order) => order.id)
  const known = Map.groupBy(await listFillsOfOrders(db, ids), (fill) => fill.orderId)
  return orders.filter(
    ({ id, filled }) => !sum((known.get(id) ?? []).map((fill) => fill.amount)).eq(filled),
  )
}
