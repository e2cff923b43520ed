import { Big } from 'big.js'
import { roundUpTo } from '../exchange/market.ts'
import { sellable } from './holding.ts'
import { isPlaceable, larger } from './order-minimum.ts'
import type { EndReason, Situation, Wish } from './strategy.ts'

/** A closing sale gets at least this part of the price now, as one that the trader confirms does. */
const SLACK = new Big('0.98')

interface Closing {
  slot: string
  held: Big
  /** Quote per base; no sale goes under it, whatever the price now. */
  least?: Big
  ends: EndReason
}

/**
 * Sells all that is held at once, nothing of it more than 2 % under the price now. Where that would
 * be under the least price, the sale rests there.
 */
export function closingWish({ slot, held, least, ends }: Closing, situation: Situation): Wish {
  const { market } = situation
  const price = closingFloor(situation, least)
  const amount = sellable(held, situation)
  if (!isPlaceable(market, price, amount)) return { orders: [], ends }
  const timeInForce = price.gt(situation.price) ? 'GTC' : 'IOC'
  const sale = { slot, side: 'sell', timeInForce, price, amount, onlyIfResting: false } as const
  return { orders: [sale], ends }
}

/** The lowest price of a sale at once, a multiple of the tick. */
function closingFloor({ market, price }: Situation, least = new Big(0)): Big {
  return roundUpTo(market.tickSize, larger(price.times(SLACK), least))
}
