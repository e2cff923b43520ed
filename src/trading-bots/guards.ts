import type { Big } from 'big.js'
import type { Market } from '../exchange/market.ts'
import { isPlaceable } from '../strategies/order-minimum.ts'
import type { WishedOrder } from '../strategies/strategy.ts'
import type { Fill } from '../trading/fill-repo.ts'
import { isLive, type Order } from '../trading/order.ts'
import { sum } from '../trading/sum.ts'

/** Sales that together stay within what the bot's fills hold: an exit may have sold a part. */
export function neverMoreThanHeld(wish: readonly WishedOrder[], held: Big): WishedOrder[] {
  let left = held
  return wish
    .toSorted((a, b) => a.price.cmp(b.price))
    .filter((wished) => {
      if (wished.side === 'buy') return true
      if (wished.amount.gt(left)) return false
      left = left.minus(wished.amount)
      return true
    })
}

/** New sales that fit beside those that may still fill: one that is not cancelled yet counts. */
export function besideOpenSales(
  place: readonly WishedOrder[],
  held: Big,
  unsettled: readonly Order[],
  fills: readonly Pick<Fill, 'orderId' | 'amount'>[],
): WishedOrder[] {
  const sales = unsettled.filter(({ side }) => side === 'sell')
  const ids = new Set(sales.map(({ id }) => id))
  const sold = sum(fills.filter(({ orderId }) => ids.has(orderId)).map(({ amount }) => amount))
  const mayStillSell = sum(sales.map(({ amount }) => amount)).minus(sold)
  return neverMoreThanHeld(place, held.minus(mayStillSell))
}

/** Whether the exchange takes an order of this size at this price at all. */
export function fitsMarket({ price, amount }: WishedOrder, market: Market): boolean {
  const { tickSize, stepSize, maxAmount } = market
  return (
    price.mod(tickSize).eq(0) &&
    amount.mod(stepSize).eq(0) &&
    (maxAmount === undefined || amount.lte(maxAmount)) &&
    isPlaceable(market, price, amount)
  )
}

/** Whether the exchange takes it now: orders too far from the price wait until it comes closer. */
export function isNearEnough(
  { side, price }: WishedOrder,
  { priceBand }: Market,
  now: Big,
): boolean {
  if (priceBand === undefined) return true
  const { lowest, highest } = priceBand[side]
  return price.gte(now.times(lowest)) && price.lte(now.times(highest))
}

/** Room for more open orders on an account, symbol by symbol, for all of its bots together. */
export class Room {
  readonly #open = new Map<string, number>()

  /** `ours` are our orders on the account. Those of others are not known: the exchange counts them. */
  constructor(ours: readonly Order[]) {
    for (const { symbol } of ours.filter(isLive)) this.#add(symbol, 1)
  }

  /** As many as there is room for, those nearest to the price first; the others wait. */
  take(wish: readonly WishedOrder[], { symbol, maxOrders }: Market, now: Big): WishedOrder[] {
    const room = Math.max(0, (maxOrders ?? Infinity) - (this.#open.get(symbol) ?? 0))
    const distance = ({ price }: WishedOrder) => price.minus(now).abs()
    const taken =
      wish.length <= room
        ? [...wish]
        : wish.toSorted((a, b) => distance(a).cmp(distance(b))).slice(0, room)
    this.#add(symbol, taken.length)
    return taken
  }

  #add(symbol: string, count: number): void {
    this.#open.set(symbol, (this.#open.get(symbol) ?? 0) + count)
  }
}
