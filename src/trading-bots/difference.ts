import type { Market } from '../exchange/market.ts'
import type { WishedOrder } from '../strategies/strategy.ts'
import type { Fill } from '../trading/fill-repo.ts'
import type { Order } from '../trading/order.ts'
import { sum } from '../trading/sum.ts'

/**
 * What to place and what to cancel, so that the wish rests. An order of unknown outcome, or one
 * whose fills are not all on record, keeps its slot: nothing is placed or cancelled there yet. One
 * that is to fill at once waits for all on its side: what they leave of coins or money is not known.
 */
export function difference(
  wish: readonly WishedOrder[],
  unsettled: readonly Order[],
  fills: readonly Pick<Fill, 'orderId' | 'amount'>[],
  { stepSize, tickSize }: Pick<Market, 'stepSize' | 'tickSize'>,
): { place: WishedOrder[]; cancel: Order[] } {
  const wished = new Map(wish.map((one) => [one.slot, one]))
  const taken = new Set(unsettled.map((order) => order.slot))
  const busy = new Set(unsettled.map((order) => order.side))
  const isFree = ({ slot, side, timeInForce }: WishedOrder) =>
    !taken.has(slot) && !(timeInForce === 'IOC' && busy.has(side))
  const fits = (order: Order) => {
    const one = wished.get(order.slot)
    return (
      one !== undefined &&
      order.side === one.side &&
      order.price.minus(one.price).abs().lt(tickSize) &&
      order.amount.minus(order.filled).minus(one.amount).abs().lt(stepSize)
    )
  }
  return {
    place: wish.filter((one) => !one.onlyIfResting && isFree(one)),
    cancel: unsettled.filter(
      (order) => order.status === 'open' && !fits(order) && isOnRecord(order, fills),
    ),
  }
}

/** Whether all that the exchange told of an order's fills is on record. */
function isOnRecord({ id, filled }: Order, fills: readonly Pick<Fill, 'orderId' | 'amount'>[]) {
  return sum(fills.filter(({ orderId }) => orderId === id).map(({ amount }) => amount)).eq(filled)
}
