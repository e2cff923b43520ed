import type { Big } from 'big.js'
import { roundDownTo, roundUpTo } from '../../exchange/market.ts'
import { larger, smaller } from '../order-minimum.ts'
import type { SetupSituation, Situation } from '../strategy.ts'
import type { Grid } from './grid-cells.ts'
import type { Range } from './grid-levels.ts'
import { earns, leastMoney, lowestProfitableSale } from './grid-profit.ts'

const USUAL_COUNT = 10
/** Orders this much above the exchange's minimum stay above it while the price moves a little. */
const MARGIN = '1.2'
/** Suggested money makes orders of about this many minimum orders. */
const COMFORT = 4

/** A range that is not divided yet. */
export type Span = Omit<Range, 'gridCount'>

/** A tenth under the price. */
export function suggestLower({ market, price }: Situation): Big {
  return larger(market.tickSize, roundDownTo(market.tickSize, price.times('0.9')))
}

/** A tenth above the price, and far enough above `lower` for a profit. */
export function suggestUpper(lower: Big, situation: Situation): Big {
  const { market, price } = situation
  const usual = roundUpTo(market.tickSize, price.times('1.1'))
  return larger(usual, lowestProfitableSale(roundDownTo(market.tickSize, lower), situation))
}

/** A twentieth above the range and the price. */
export function suggestTakeProfit(upper: Big, { market, price }: Situation): Big {
  const highest = larger(upper, price)
  return roundUpTo(market.tickSize, larger(highest.times('1.05'), highest.plus(market.tickSize)))
}

/** A twentieth below the range. */
export function suggestStop(lower: Big, { market }: Situation): Big {
  const below = smaller(
    lower.times('0.95'),
    roundDownTo(market.tickSize, lower).minus(market.tickSize),
  )
  return larger(market.tickSize, roundDownTo(market.tickSize, below))
}

/** Enough for ten orders of a comfortable size, at most what is free. */
export function suggestMoney(span: Span, situation: SetupSituation): Big {
  const comfortable = leastMoney({ ...span, gridCount: USUAL_COUNT }, situation).times(COMFORT)
  const rounded = smaller(situation.free, comfortable.prec(2, 3)).prec(3, 0)
  const least = leastMoney({ ...span, gridCount: 1 }, situation)
  return larger(rounded, smaller(situation.free, least))
}

/** A little over the least money with which a single grid can trade. */
export function suggestLeastMoney(span: Span, situation: Situation): Big {
  return leastMoney({ ...span, gridCount: 1 }, situation)
    .times(MARGIN)
    .prec(3, 3)
}

/** Ten, or fewer where ten would be too dense, too dear in fees or too small for the exchange. */
export function suggestGridCount(grid: Span & Pick<Grid, 'money'>, situation: Situation): number {
  return largestCount(
    USUAL_COUNT,
    (gridCount) =>
      earns({ ...grid, gridCount }, situation) &&
      leastMoney({ ...grid, gridCount }, situation)
        .times(MARGIN)
        .lte(grid.money),
  )
}

/**
 * The largest count up to `most` that will do, found by halving; 1 when none does.
 *
 * Rounding to the tick can make a count fail between two that do, so this may be a little lower.
 */
export function largestCount(most: number, does: (gridCount: number) => boolean): number {
  if (does(most)) return most
  let [low, high] = [1, most]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (does(middle)) low = middle
    else high = middle
  }
  return low
}
