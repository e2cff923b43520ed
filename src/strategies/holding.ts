import { Big } from 'big.js'
import { roundDownTo } from '../exchange/market.ts'
import { wholeDown } from '../lib/divide.ts'
import { smaller } from './order-minimum.ts'
import type { Situation, SlotFill } from './strategy.ts'

/**
 * Base that `money` buys at `price` in one order, a multiple of the step.
 *
 * Room for the fee is left even where the exchange takes it in base: which coin it takes is known
 * only afterwards, and the money given must never be exceeded.
 */
export function buyable(money: Big, price: Big, { market, feeRate }: Situation): Big {
  const { stepSize, maxAmount } = market
  const amount = wholeDown(money, price.times(feeRate.plus(1)).times(stepSize)).times(stepSize)
  return maxAmount === undefined ? amount : smaller(amount, roundDownTo(stepSize, maxAmount))
}

/** What one order can sell of the base held, a multiple of the step. */
export function sellable(held: Big, { market }: Pick<Situation, 'market'>): Big {
  return roundDownTo(market.stepSize, smaller(held, market.maxAmount ?? held))
}

/** The part of a fill's fee that was taken in `coin`. */
export function feeIn(coin: string, { fee, feeCurrency }: SlotFill): Big {
  return feeCurrency === coin ? fee : new Big(0)
}

/** Base that the fills of a bot have left it with. */
export function heldBy(fills: readonly SlotFill[], base: string): Big {
  return fills.reduce((held, fill) => {
    const change = fill.side === 'buy' ? fill.amount : fill.amount.neg()
    return held.plus(change).minus(feeIn(base, fill))
  }, new Big(0))
}
