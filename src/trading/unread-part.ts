import type { Big } from 'big.js'
import type { Db } from '../db/schema.ts'
import { listFillsOfOrders, type Fill } from './fill-repo.ts'
import { listUnsettledFilled } from './order-repo.ts'
import type { Order } from './order.ts'
import type { PositionFill } from './position.ts'
import { sum } from './sum.ts'

/** What an order executed, by its own totals, beyond its fills on record. */
export interface UnreadPart extends PositionFill {
  botId: string
  price: Big
}

/** The unread parts of all orders on these keys, oldest order first. */
export async function listUnreadParts(
  db: Db,
  keyIds: readonly string[],
): Promise<readonly UnreadPart[]> {
  const orders = await listUnsettledFilled(db, keyIds)
  const ids = orders.map((order) => order.id)
  const fillsOf = Map.groupBy(await listFillsOfOrders(db, ids), (fill) => fill.orderId)
  return orders.flatMap((order) => unreadPartOf(order, fillsOf.get(order.id) ?? []) ?? [])
}

/** Undefined when its fills on record are all that it executed. */
export function unreadPartOf(
  order: Order,
  fills: readonly Pick<Fill, 'amount' | 'cost'>[],
): UnreadPart | undefined {
  const amount = order.filled.minus(sum(fills.map((fill) => fill.amount)))
  if (amount.lte(0)) return undefined
  const left = order.cost.minus(sum(fills.map((fill) => fill.cost)))
  // Some exchanges leave the total out: no buy costs more than its limit, no sale brings less.
  const cost = left.gt(0) ? left : amount.times(order.price)
  const price = cost.div(amount).round(18, 0)
  return { botId: order.botId, side: order.side, amount, price, cost, fees: 'unknown' }
}
