import { Big } from 'big.js'
import { wholeUp } from '../../lib/divide.ts'
import { larger, smaller, smallestAmount } from '../order-minimum.ts'
import type { Situation } from '../strategy.ts'
import { depthsOf, powersOf, type Plan } from './dca-plan.ts'
import { basePrice } from './dca-wish.ts'

/** Each safety order rests, and exchanges limit the open orders on a symbol (Binance: 200). */
export const MAX_SAFETY_ORDERS = 25
const MAX_SCALE = new Big(5)
/** % under the base order that the last safety order may lie. */
export const MAX_DEPTH = new Big(90)

/** Quote with which an order at the price now buys what the exchange takes, and takes back in a sale. */
export function leastOrder(situation: Situation): Big {
  const { market, price, feeRate } = situation
  const { stepSize } = market
  const sale = smallestAmount(market, price)
  const afterFee = stepSize.times(new Big(1).minus(feeRate))
  const amount = wholeUp(sale, afterFee).times(stepSize)
  return amount.times(basePrice(situation)).times(feeRate.plus(1)).round(8, Big.roundUp)
}

/** % that one tick is of the price, and a tenth of a percent at least. */
export function leastDeviation({ market, price }: Situation): Big {
  return larger(new Big('0.1'), market.tickSize.times(100).div(price).round(2, Big.roundUp))
}

/** % under the price that still leaves a price. */
export function deepest({ market, price }: Situation): Big {
  return smaller(MAX_DEPTH, new Big(100).minus(market.tickSize.times(100).div(price)))
}

/** % under the base order of the last safety order. */
export function depthOf(plan: Pick<Plan, 'deviation' | 'stepScale' | 'safetyOrders'>): Big {
  return depthsOf(plan).at(-1) ?? new Big(0)
}

/** 1 + scale + scale² + …, so many of them. */
export function sumOfPowers(scale: Big, count: number): Big {
  return powersOf(scale, count).reduce((sum, power) => sum.plus(power), new Big(0))
}

/** The largest count that will do; 0 when none does. */
export function largestCount(does: (count: number) => boolean): number {
  const counts = Array.from({ length: MAX_SAFETY_ORDERS }, (_, i) => i + 1)
  return counts.findLast(does) ?? 0
}

/** The largest scale with two digits that will do, found by halving; under 1 when none does. */
export function largestScale(does: (scale: Big) => boolean): Big {
  if (does(MAX_SCALE)) return MAX_SCALE
  let [low, high] = [99, 500]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (does(new Big(middle).div(100))) low = middle
    else high = middle
  }
  return new Big(low).div(100)
}
