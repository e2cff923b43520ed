import { Big } from 'big.js'
import type { Market } from '../exchange/market.ts'
import { wholeUp } from '../lib/divide.ts'

/** Whether the exchange takes an order of `amount` at `price`: not too small in base nor in quote. */
export function isPlaceable(market: Market, price: Big, amount: Big): boolean {
  return amount.gt(0) && amount.gte(market.minAmount) && amount.times(price).gte(market.minCost)
}

/** The smallest amount that the exchange takes at `price`, a multiple of the step. */
export function smallestAmount(market: Market, price: Big): Big {
  const { stepSize, minAmount, minCost } = market
  const steps = larger(wholeUp(minCost, price.times(stepSize)), wholeUp(minAmount, stepSize))
  return larger(steps, new Big(1)).times(stepSize)
}

export function larger(a: Big, b: Big): Big {
  return a.gt(b) ? a : b
}

export function smaller(a: Big, b: Big): Big {
  return a.lt(b) ? a : b
}
