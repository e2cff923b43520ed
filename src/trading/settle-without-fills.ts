import type { Trx } from '../db/schema.ts'
import { settleOrders } from './answer-repo.ts'
import { insertFills, listFillsOfOrders } from './fill-repo.ts'
import { isLive, type Order } from './order.ts'
import { noteFillsUnread } from './surprise-repo.ts'
import { unreadPartOf } from './unread-part.ts'

/** The id of the fill that stands for what an order executed beyond its fills on record. */
export function unreadFillId(orderId: string): string {
  return `unread-${orderId}`
}

/**
 * Settles an order that has ended and whose fills can't be read, for its pair is gone: what it executed
 * beyond its fills on record becomes one fill with unknown fees.
 *
 * @throws {RangeError} if it may still be filled.
 */
export async function settleWithoutFills(trx: Trx, order: Order, at: Date): Promise<void> {
  if (isLive(order)) throw new RangeError(`Cannot settle order ${order.id}: it is ${order.status}`)
  const unread = unreadPartOf(order, await listFillsOfOrders(trx, [order.id]))
  if (unread !== undefined) {
    const { symbol, exchangeOrderId = '' } = order
    const fill = { ...unread, id: unreadFillId(order.id), orderId: exchangeOrderId, symbol, at }
    await insertFills(trx, [{ order, fill }])
    await noteFillsUnread(trx, order.id)
  }
  await settleOrders(trx, [order.id], at)
}
