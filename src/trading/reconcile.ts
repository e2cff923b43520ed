import { allOf } from '../lib/all-of.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchange, ExchangeOrder } from '../exchange/exchange.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { moveOrder, recordAnswers, type Told } from './answer-repo.ts'
import { isLive, type Order } from './order.ts'
import { noteCancelAsked } from './surprise-repo.ts'
import { endIfGone } from './vanished.ts'

/** Beyond the exchange's window an unanswered order may still land for this long: engine time-out, skew. */
const MARGIN_MS = 10_000 + 2_000

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
  const live = orders.filter(isLive)
  await recordAll(
    core,
    live.flatMap((order) => {
      const answer = listed.get(order.clientOrderId)
      return answer === undefined ? [] : [{ order, answer }]
    }),
  )
  const missing = live.filter(({ clientOrderId }) => !listed.has(clientOrderId))
  await allOf(missing.map((order) => lookUp(core, exchange, order)))
}

/** Cancels orders of ours, all at once; one that is not open any more is looked up instead. */
export async function cancelOrders(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
): Promise<void> {
  await recordCancels(core, exchange, await sendCancels(core, exchange, orders))
}

/** What came of a request to cancel: `gone` when the order was not open any more. */
export type Cancel = { order: Order } & (
  | { answer: ExchangeOrder }
  | { gone: true }
  | { error: unknown }
)

/** Asks to cancel orders of ours, all at once. What came of it is still to be put on record. */
export async function sendCancels(
  { db }: Core,
  exchange: Exchange,
  orders: readonly Order[],
): Promise<Cancel[]> {
  if (orders.length === 0) return []
  await transact(db, (trx) =>
    noteCancelAsked(
      trx,
      orders.map((order) => order.id),
    ),
  )
  return Promise.all(orders.map((order) => cancel(exchange, order)))
}

async function cancel(exchange: Exchange, order: Order): Promise<Cancel> {
  try {
    const answer = await tryToCancel(exchange, order)
    return answer === undefined ? { order, gone: true } : { order, answer }
  } catch (error) {
    return { order, error }
  }
}

/** Records what the exchange answered, looks up what is gone, and throws the first failure. */
export async function recordCancels(
  core: Core,
  exchange: Exchange,
  cancels: readonly Cancel[],
): Promise<void> {
  await recordAll(
    core,
    cancels.filter((one) => 'answer' in one),
  )
  const failed = cancels.find((one) => 'error' in one)
  if (failed !== undefined) throw failed.error
  const gone = cancels.filter((one) => 'gone' in one)
  await allOf(gone.map(({ order }) => lookUp(core, exchange, order)))
}

async function lookUp(core: Core, exchange: Exchange, order: Order): Promise<void> {
  const answer = await exchange.findOrder(order)
  if (answer !== undefined) return recordAll(core, [{ order, answer }])
  if (order.status === 'open') return endIfGone(core, exchange, order)
  if (mayBeVoid(core, exchange, order)) await voidUnlessFound(core, exchange, order)
}

/** Before, it may still land; after, it may have filled and be forgotten: then it stays unknown. */
function mayBeVoid(
  { clock }: Core,
  { orderWindowMs, remembersMs }: Exchange,
  { sentAt }: Order,
): boolean {
  const age = clock.now().getTime() - sentAt.getTime()
  return age > orderWindowMs + MARGIN_MS && age < remembersMs
}

/**
 * Queries are served from a cache; only a cancel is answered by the matching engine itself
 * (Binance rest-api.md: data sources). So the last word on a missing order is a cancel.
 */
async function voidUnlessFound(core: Core, exchange: Exchange, order: Order): Promise<void> {
  await transact(core.db, (trx) => noteCancelAsked(trx, [order.id]))
  const answer = (await tryToCancel(exchange, order)) ?? (await exchange.findOrder(order))
  if (answer !== undefined) return recordAll(core, [{ order, answer }])
  await transact(core.db, (trx) =>
    moveOrder(trx, order.id, { to: 'void', at: core.clock.now(), reason: 'lost' }),
  )
}

/** The cancelled order; undefined when it was not open. */
async function tryToCancel(exchange: Exchange, order: Order): Promise<ExchangeOrder | undefined> {
  try {
    return await exchange.cancelOrder(order)
  } catch (error) {
    if (error instanceof ExchangeError && error.code === 'order-not-found') return undefined
    throw error
  }
}

async function recordAll(core: Core, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  await transact(core.db, (trx) => recordAnswers(trx, told, core.clock.now()))
}
