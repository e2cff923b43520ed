import { ExchangeError } from '../exchange/exchange-error.ts'
import { ORDER_WINDOW_MS, type Exchange, type ExchangeOrder } from '../exchange/exchange.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { insertFills, listFillsOfOrders } from './fill-repo.ts'
import { moveOrder, recordAnswer, settleOrder } from './order-repo.ts'
import { sum } from './sum.ts'
import type { Order } from './order.ts'

/** An unanswered order may still land this long after it was sent: window, engine time-out, skew. */
const VOID_AFTER_MS = ORDER_WINDOW_MS + 10_000 + 2_000

/** Fills are dated by the exchange's clock, our orders by ours. */
const CLOCKS_APART_MS = 2 * 3_600_000

/**
 * Brings our orders on one key to what the exchange says of them. `open` is a fresh list of the
 * account's open orders. Whatever stays `sent` afterwards is still unknown.
 */
export async function reconcileOrders(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
  open: readonly ExchangeOrder[],
): Promise<void> {
  const listed = new Map(open.map((order) => [order.clientOrderId, order]))
  await Promise.all(
    orders
      .filter((order) => order.status === 'sent' || order.status === 'open')
      .map(async (order) => {
        const found = listed.get(order.clientOrderId)
        if (found === undefined) await lookUp(core, exchange, order)
        else await recordAnswer(core.db, order, found, core.clock.now())
      }),
  )
}

/** Cancels one order of ours; an order that is not open any more is looked up instead. */
export async function cancelOrder(core: Core, exchange: Exchange, order: Order): Promise<void> {
  try {
    await recordAnswer(core.db, order, await exchange.cancelOrder(order), core.clock.now())
  } catch (error) {
    if (!(error instanceof ExchangeError && error.code === 'order-not-found')) throw error
    await lookUp(core, exchange, order)
  }
}

async function lookUp(core: Core, exchange: Exchange, order: Order): Promise<void> {
  const answer = await exchange.findOrder(order)
  if (answer !== undefined) {
    await recordAnswer(core.db, order, answer, core.clock.now())
    return
  }
  if (order.status === 'sent' && mayBeVoid(core, order))
    await voidUnlessFound(core, exchange, order)
}

function mayBeVoid({ clock }: Core, order: Order): boolean {
  const sentAt = order.sentAt ?? order.createdAt
  return clock.now().getTime() > sentAt.getTime() + VOID_AFTER_MS
}

/**
 * Queries are served from a cache; only a cancel is answered by the matching engine itself
 * (Binance rest-api.md: data sources). So the last word on a missing order is a cancel.
 */
async function voidUnlessFound(core: Core, exchange: Exchange, order: Order): Promise<void> {
  try {
    await recordAnswer(core.db, order, await exchange.cancelOrder(order), core.clock.now())
  } catch (error) {
    if (!(error instanceof ExchangeError && error.code === 'order-not-found')) throw error
    const answer = await exchange.findOrder(order)
    if (answer !== undefined) {
      await recordAnswer(core.db, order, answer, core.clock.now())
      return
    }
    const at = core.clock.now()
    await transact(core.db, (trx) =>
      moveOrder(trx, order.id, { from: 'sent', to: 'void', at, reason: 'lost' }),
    )
  }
}

/** Plans that a crash left behind: nothing was sent, so nothing is. */
export async function voidPlanned(core: Core, orders: readonly Order[]): Promise<void> {
  for (const order of orders) {
    if (order.status !== 'planned') continue
    await transact(core.db, (trx) =>
      moveOrder(trx, order.id, { from: 'planned', to: 'void', at: core.clock.now() }),
    )
  }
}

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
      await transact(core.db, async (trx) => {
        for (const order of of) {
          await insertFills(trx, order, fills.get(order.exchangeOrderId ?? '') ?? [])
        }
      })
    }),
  )
  const missing = new Set((await notOnRecord(core, moved)).map((order) => order.id))
  const complete = orders.filter(({ id, status }) => ENDED.has(status) && !missing.has(id))
  await transact(core.db, async (trx) => {
    for (const order of complete) await settleOrder(trx, order.id, core.clock.now())
  })
}

const ENDED: ReadonlySet<Order['status']> = new Set(['filled', 'cancelled'])

/** Orders with fills that are not all on record. */
async function notOnRecord({ db }: Core, orders: readonly Order[]): Promise<Order[]> {
  const ids = orders.map((order) => order.id)
  const known = Map.groupBy(await listFillsOfOrders(db, ids), (fill) => fill.orderId)
  return orders.filter(
    ({ id, filled }) => !sum((known.get(id) ?? []).map((fill) => fill.amount)).eq(filled),
  )
}
