import type { Trx } from '../db/schema.ts'
import { settleOrders } from './answer-repo.ts'
import { insertFills, listFillsOfOrders } from './fill-repo.ts'
import { isLive, type Order } from './order.ts'
import { unreadPartOf } from './unread-part.ts'

/**
 * Settles an order that has ended and whose fills can never be read: what it executed beyond its fills
 * on record becomes one fill, `unread-<order id>`, with unknown fees.
 *
 * @throws {RangeError} if it may still be filled.
 */
export async function settleWithoutFills(trx: Trx, order: Order, at: Date): Promise<void> {
  if (isLive(order)) throw new RangeError(`Cannot settle order ${order.id}: it is ${order.status}`)
  const unread = unreadPartOf(order, await listFillsOfOrders(trx, [order.id]))
  if (unread !== undefined) {
    const { symbol, exchangeOrderId = '' } = order
    const fill = { ...unread, id: `unread-${order.id}`, orderId: exchangeOrderId, symbol, at }
    await insertFills(trx, [{ order, fill }])
  }
  await settleOrders(trx, [order.id], at)
}
