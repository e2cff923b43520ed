import type { Big } from 'big.js'
import type { ExchangeFill } from '../exchange/exchange.ts'
import { feeIn } from '../exchange/fees.ts'
import { roundDownTo } from '../exchange/market.ts'
import { wholeDown } from '../lib/divide.ts'
import { smaller } from './order-minimum.ts'
import type { Rules } from './strategy.ts'

/**
 * Base that `money` buys at `price` in one order, a multiple of the step.
 *
 * Room for the fee is left even where the exchange takes it in base: which coin it takes is known
 * only afterwards, and the money given must never be exceeded.
 */
export function buyable(money: Big, price: Big, { market, feeRate }: Rules): Big {
  const { stepSize, maxAmount } = market
  const amount = wholeDown(money, price.times(feeRate.plus(1)).times(stepSize)).times(stepSize)
  return maxAmount === undefined ? amount : smaller(amount, roundDownTo(stepSize, maxAmount))
}

/** What one order can sell of the base held, a multiple of the step. */
export function sellable(held: Big, { market }: Pick<Rules, 'market'>): Big {
  return roundDownTo(market.stepSize, smaller(held, market.maxAmount ?? held))
}

/** Base that a fill brought, known base fees taken off; below zero when it went out. */
export function baseOf(fill: Pick<ExchangeFill, 'side' | 'amount' | 'fees'>, base: string): Big {
  const change = fill.side === 'buy' ? fill.amount : fill.amount.neg()
  return change.minus(feeIn(fill.fees, base))
}
