import { ExchangeError } from '../exchange/exchange-error.ts'
import type { Exchange, ExchangeOrder } from '../exchange/exchange.ts'
import type { Trx } from '../db/schema.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { moveOrder, recordAnswers } from './answer-repo.ts'
import { insertOrders } from './order-repo.ts'
import type { Order } from './order.ts'

/**
 * Sends new orders, each once and all at the same time, and records what comes of them.
 *
 * @throws {ExchangeError} `key-rejected`, once every answer is on record.
 */
export async function placeOrders(
  core: Core,
  exchange: Exchange,
  orders: readonly Order[],
  allowed: (trx: Trx) => Promise<boolean>,
): Promise<void> {
  await recordOutcomes(core, await sendOrders(core, exchange, orders, allowed))
}

/**
 * Sends new orders. What came of them is still to be put on record.
 *
 * They are on record as `sent` before the first request leaves; `allowed` is asked in that same
 * commit, and false means that nothing is recorded or sent. Anything but a definite answer leaves
 * an order `sent`: it is looked up later, never sent again.
 */
export async function sendOrders(
  { db }: Core,
  exchange: Exchange,
  orders: readonly Order[],
  allowed: (trx: Trx) => Promise<boolean>,
): Promise<Outcome[]> {
  if (orders.length === 0) return []
  const recorded = await transact(db, async (trx) => {
    if (!(await allowed(trx))) return false
    await insertOrders(trx, orders)
    return true
  })
  return recorded ? Promise.all(orders.map((order) => place(exchange, order))) : []
}

/** @throws {ExchangeError} `key-rejected`, once every answer is on record. */
export async function recordOutcomes(core: Core, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  const at = core.clock.now()
  await transact(core.db, (trx) => recordAll(trx, outcomes, at))
  for (const { order, error } of outcomes) {
    if (error === undefined) continue
    if (!(error instanceof ExchangeError)) throw error
    core.log.warn('order-refused', { code: error.code, raw: error.raw, order: order.id })
  }
  const refused = outcomes.find(({ error }) => codeOf(error) === 'key-rejected')
  if (refused !== undefined) throw refused.error
}

/** What became of an order that was sent: an answer, or why there is none. */
export interface Outcome {
  order: Order
  answer?: ExchangeOrder
  error?: unknown
}

async function place(exchange: Exchange, order: Order): Promise<Outcome> {
  const { symbol, clientOrderId, side, amount, price, timeInForce, sentAt } = order
  const request = { symbol, clientOrderId, side, amount, price, timeInForce, sentAt }
  try {
    return { order, answer: await exchange.placeOrder(request) }
  } catch (error) {
    return { order, error }
  }
}

async function recordAll(trx: Trx, outcomes: readonly Outcome[], at: Date): Promise<void> {
  const told = outcomes.flatMap(({ order, answer }) =>
    answer === undefined ? [] : { order, answer },
  )
  await recordAnswers(trx, told, at)
  for (const { order, error } of outcomes) {
    const code = codeOf(error)
    if (code === undefined || code === 'outcome-unknown') continue
    const to = code === 'unavailable' ? 'void' : 'rejected'
    await moveOrder(trx, order.id, { to, at, reason: code })
  }
}

function codeOf(error: unknown): ExchangeError['code'] | undefined {
  return error instanceof ExchangeError ? error.code : undefined
}
