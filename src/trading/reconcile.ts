import { allOf } from '../lib/all-of.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchange, ExchangeOrder, OpenOrder, OpenOrders } from '../exchange/exchange.ts'
import { failureOf } from '../exchange/failure-of.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { moveOrder, recordAnswers, type Told } from './answer-repo.ts'
import { isLive, type Order } from './order.ts'
import { noteCancelAsked } from './surprise-repo.ts'
import { endIfGone } from './vanished.ts'

/** Beyond the exchange's window an unanswered order may still land for this long: engine time-out, skew. */
const MARGIN_MS = 10_000 + 2_000

/** An order about which the exchange could not be asked, and why. Its neighbours do not wait for it. */
export interface Unresolved {
  order: Order
  error: ExchangeError
  /** The list holds its row, which could not be read. */
  unreadable?: boolean
}

/**
 * Brings our orders on one key to what the exchange says of them. `open` is a fresh list of the
 * account's open orders. Whatever stays `sent` afterwards is still unknown.
 *
 * Returns the orders that could not be looked up.
 *
 * @throws {ExchangeError} for what concerns the whole key.
 */
export async function reconcileOrders(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
  open: OpenOrders,
): Promise<Unresolved[]> {
  const rowOf = rowsByOrder(open.rows)
  const told: Told[] = []
  const missing: Order[] = []
  const unresolved: Unresolved[] = []
  for (const order of orders.filter(isLive)) {
    const row = rowOf(order)
    const error = row === undefined ? open.failed.get(order.symbol) : undefined
    if (row !== undefined && row.order !== 'unreadable') told.push({ order, answer: row.order })
    else if (error !== undefined) unresolved.push({ order, error })
    else missing.push(order)
  }
  await recordAll(core, told)
  const [unread, unlisted] = [
    missing.filter((one) => rowOf(one)),
    missing.filter((one) => !rowOf(one)),
  ]
  return [
    ...unresolved,
    ...(await lookUpAll(core, exchange, unlisted, lookUp)),
    ...(await lookUpAll(core, exchange, unread, lookUpListed)).map((one) => ({
      ...one,
      unreadable: true,
    })),
  ]
}

/** The row of an order of ours, by our id or by the exchange's own one. */
function rowsByOrder(rows: readonly OpenOrder[]): (order: Order) => OpenOrder | undefined {
  const byOurId = new Map(rows.map((row) => [row.clientOrderId, row]))
  const byTheirId = new Map(rows.map((row) => [`${row.symbol} ${row.id}`, row]))
  return ({ clientOrderId, symbol, exchangeOrderId }) =>
    byOurId.get(clientOrderId) ??
    (exchangeOrderId === undefined ? undefined : byTheirId.get(`${symbol} ${exchangeOrderId}`))
}

async function lookUpAll(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
  lookUpOne: typeof lookUp,
): Promise<Unresolved[]> {
  const looked = await allOf(
    orders.map(async (order): Promise<Unresolved[]> => {
      const error = await failureOf(lookUpOne(core, exchange, order))
      return error === undefined ? [] : [{ order, error }]
    }),
  )
  return looked.flat()
}

/**
 * Cancels orders of ours, all at once; one that is not open any more is looked up instead. Returns those
 * of which the exchange gave no answer.
 *
 * @throws {ExchangeError} for what concerns the whole key.
 */
export async function cancelOrders(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
): Promise<Unresolved[]> {
  return recordCancels(core, exchange, await sendCancels(core, exchange, orders))
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

/**
 * Records what the exchange answered, and looks up what is gone. Returns the orders without an answer.
 *
 * @throws {ExchangeError} for what concerns the whole key, once every answer is on record.
 */
export async function recordCancels(
  core: Core,
  exchange: Exchange,
  cancels: readonly Cancel[],
): Promise<Unresolved[]> {
  await recordAll(
    core,
    cancels.filter((one) => 'answer' in one),
  )
  const unresolved: Unresolved[] = []
  for (const { order, error } of cancels.filter((one) => 'error' in one)) {
    const ofOrder = await failureOf(Promise.reject(error))
    if (ofOrder !== undefined) unresolved.push({ order, error: ofOrder })
  }
  const gone = cancels.filter((one) => 'gone' in one).map(({ order }) => order)
  return [...unresolved, ...(await lookUpAll(core, exchange, gone, lookUp))]
}

async function lookUp(core: Core, exchange: Exchange, order: Order): Promise<void> {
  const answer = await exchange.findOrder(order)
  if (answer !== undefined) return recordAll(core, [{ order, answer }])
  if (order.status === 'open') return endIfGone(core, exchange, order)
  if (mayBeVoid(core, exchange, order)) await voidUnlessFound(core, exchange, order)
}

/** An order that is listed in a form that we can't read is open, whatever a look-up misses. */
async function lookUpListed(core: Core, exchange: Exchange, order: Order): Promise<void> {
  const answer = await exchange.findOrder(order)
  if (answer !== undefined) return recordAll(core, [{ order, answer }])
  throw new ExchangeError('unavailable', `Cannot read an order on ${order.symbol}: unknown form`)
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
