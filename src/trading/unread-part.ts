import type { Big } from 'big.js'
import type { Fill } from './fill-repo.ts'
import type { Order } from './order.ts'
import type { PositionFill } from './position.ts'
import { sum } from './sum.ts'

/** What an order executed, by its own totals, beyond its fills on record. */
interface UnreadPart extends PositionFill {
  price: Big
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
  return { side: order.side, amount, price, cost, fees: 'unknown' }
}
