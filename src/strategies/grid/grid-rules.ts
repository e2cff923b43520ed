import { Big } from 'big.js'
import { roundDownTo, roundUpTo } from '../../exchange/market.ts'
import { larger } from '../order-minimum.ts'
import type { Situation } from '../strategy.ts'
import type { Grid } from './grid-cells.ts'
import type { Range } from './grid-levels.ts'
import { earns, leastMoney, lowestProfitableSale } from './grid-profit.ts'
import {
  largestCount,
  suggestGridCount,
  suggestLeastMoney,
  suggestLower,
  suggestStop,
  suggestTakeProfit,
  suggestUpper,
  type Span,
} from './grid-suggestions.ts'

/** Each grid may rest an order, and exchanges limit the open orders on a symbol (Binance: 200). */
export const MAX_GRID_COUNT = 100

/** The rule of a grid that an answer breaks. */
export type GridReason =
  | 'price-under-tick'
  | 'range-above-price'
  | 'range-inverted'
  | 'grid-count-out-of-bounds'
  | 'grid-too-dense'
  | 'profit-under-fees'
  | 'below-min-cost'
  | 'not-enough-money'
  | 'take-profit-in-range'
  | 'stop-in-range'

/** The broken rule, with the last value that would still do and a better one. */
export interface GridRefusal {
  reason: GridReason
  field: keyof Grid
  bound: Big
  suggestion: Big
}

type Ends = Pick<Grid, 'lower' | 'upper'>

/** The first rule that a grid breaks, in the order in which its parameters are asked. */
export function refuseGrid(grid: Grid, situation: Situation): GridRefusal | undefined {
  return (
    refuseLower(grid.lower, situation) ??
    refuseUpper(grid, situation) ??
    refuseMoney(grid, situation) ??
    refuseGridCount(grid, situation) ??
    refuseTakeProfit(grid, situation) ??
    refuseStop(grid, situation)
  )
}

/** The lowest price must be a price, and low enough for one grid at least to buy. */
export function refuseLower(lower: Big, situation: Situation): GridRefusal | undefined {
  const { market, price } = situation
  const refuse = refusalOf('lower', () => suggestLower(situation))
  if (lower.lt(market.tickSize)) return refuse('price-under-tick', market.tickSize)
  if (roundDownTo(market.tickSize, lower).lt(price)) return undefined
  return refuse('range-above-price', roundUpTo(market.tickSize, price).minus(market.tickSize))
}

/** Buying at the lowest price and selling at the highest must earn more than two fees. */
export function refuseUpper({ lower, upper }: Ends, situation: Situation): GridRefusal | undefined {
  const { tickSize } = situation.market
  const bound = lowestProfitableSale(roundDownTo(tickSize, lower), situation)
  if (roundDownTo(tickSize, upper).gte(bound)) return undefined

  const reason = upper.lte(lower) ? 'range-inverted' : 'profit-under-fees'
  return refusalOf('upper', () => suggestUpper(lower, situation))(reason, bound)
}

/** The money must do for a single grid. */
export function refuseMoney(
  { money, ...span }: Span & Pick<Grid, 'money'>,
  situation: Situation,
): GridRefusal | undefined {
  const bound = leastMoney({ ...span, gridCount: 1 }, situation)
  if (money.gte(bound)) return undefined
  return refusalOf('money', () => suggestLeastMoney(span, situation))('below-min-cost', bound)
}

/** So many grids must fit between the prices, earn more than fees, and trade above the minimum. */
export function refuseGridCount(
  grid: Range & Pick<Grid, 'money'>,
  situation: Situation,
): GridRefusal | undefined {
  const { gridCount, money } = grid
  const refuse = refusalOf('gridCount', () => new Big(suggestGridCount(grid, situation)))
  if (gridCount > MAX_GRID_COUNT) {
    return refuse('grid-count-out-of-bounds', new Big(MAX_GRID_COUNT))
  }
  if (gridCount < 1 || !Number.isInteger(gridCount)) {
    return refuse('grid-count-out-of-bounds', new Big(1))
  }

  const steps = stepsBetween(grid, situation.market.tickSize)
  if (steps.lt(gridCount)) return refuse('grid-too-dense', steps)

  const earnsAt = (count: number) => earns({ ...grid, gridCount: count }, situation)
  if (!earnsAt(gridCount)) {
    return refuse('profit-under-fees', new Big(largestCount(gridCount - 1, earnsAt)))
  }

  const affords = (count: number) =>
    leastMoney({ ...grid, gridCount: count }, situation).lte(money) && earnsAt(count)
  if (affords(gridCount)) return undefined
  return refuse('below-min-cost', new Big(largestCount(gridCount - 1, affords)))
}

/** It would sell all while the grid still trades. */
export function refuseTakeProfit(
  { upper, takeProfitPrice }: Pick<Grid, 'upper' | 'takeProfitPrice'>,
  situation: Situation,
): GridRefusal | undefined {
  const { market, price } = situation
  const highest = roundDownTo(market.tickSize, larger(upper, price))
  if (takeProfitPrice === undefined || takeProfitPrice.gt(highest)) return undefined
  const refuse = refusalOf('takeProfitPrice', () => suggestTakeProfit(upper, situation))
  return refuse('take-profit-in-range', highest.plus(market.tickSize))
}

/** The same below the range; and it must be a price. */
export function refuseStop(
  { lower, stopPrice }: Pick<Grid, 'lower' | 'stopPrice'>,
  situation: Situation,
): GridRefusal | undefined {
  const { tickSize } = situation.market
  if (stopPrice === undefined) return undefined
  const refuse = refusalOf('stopPrice', () => suggestStop(lower, situation))
  if (stopPrice.lt(tickSize)) return refuse('price-under-tick', tickSize)
  const bound = roundDownTo(tickSize, lower).minus(tickSize)
  return stopPrice.gt(bound) ? refuse('stop-in-range', bound) : undefined
}

function refusalOf(field: keyof Grid, suggest: () => Big) {
  return (reason: GridReason, bound: Big): GridRefusal => {
    return { reason, field, bound, suggestion: suggest() }
  }
}

function stepsBetween({ lower, upper }: Ends, tickSize: Big): Big {
  return roundDownTo(tickSize, upper).minus(roundDownTo(tickSize, lower)).div(tickSize)
}
