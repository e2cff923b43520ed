import type { Big } from 'big.js'
import { type Market, roundDownTo, roundUpTo } from '../exchange/market.ts'
import { isPlaceable, larger, smaller, smallestAmount } from '../strategies/order-minimum.ts'
import { breakEvenPrice } from './sale.ts'

/** How far under the worst price shown a sale may still go: prices move while a trader reads. */
export const FLOOR_SLACK = '0.98'

interface FloorQuestion {
  /** Quote per base, buying fees included. */
  averageCost: Big
  feeRate: Big
  /** Lowest bid that the trader was shown. */
  worstPrice: Big
  tickSize: Big
  /** True only after the trader's worded yes to the loss. */
  realizesLoss: boolean
}

/** The lowest price that a closing sale may have, a multiple of the tick. Without a yes to a loss never below break-even. */
export function floorPrice(question: FloorQuestion): Big {
  const { averageCost, feeRate, worstPrice, tickSize, realizesLoss } = question
  const lowest = worstPrice.times(FLOOR_SLACK)
  const floor = realizesLoss ? lowest : larger(lowest, breakEvenPrice(averageCost, feeRate))
  return roundUpTo(tickSize, floor)
}

interface AmountQuestion {
  /** What the trader decided to sell. */
  decided: Big
  /** What our fills say we hold. */
  held: Big
  /** What the exchange has free. */
  free: Big
  market: Market
  floor: Big
}

/** `dust`: nothing that the exchange would take. */
export type Sellable = { dust: false; amount: Big } | { dust: true }

/**
 * The amount of the next closing order: the least of decided, held and free, rounded down to the step.
 *
 * Where that is more than one order may have, it is a first slice that leaves no dust behind. Ask
 * again for the rest.
 */
export function sellableAmount({ decided, held, free, market, floor }: AmountQuestion): Sellable {
  const amount = roundDownTo(market.stepSize, smaller(decided, smaller(held, free)))
  if (!isPlaceable(market, floor, amount)) return { dust: true }
  return { dust: false, amount: firstSlice(amount, market, floor) }
}

function firstSlice(amount: Big, market: Market, floor: Big): Big {
  if (market.maxAmount === undefined || amount.lte(market.maxAmount)) return amount

  const largest = roundDownTo(market.stepSize, market.maxAmount)
  const rest = amount.minus(largest)
  const smallest = smallestAmount(market, floor)
  const leavingEnough = amount.minus(smallest)
  return rest.lt(smallest) && isPlaceable(market, floor, leavingEnough) ? leavingEnough : largest
}
