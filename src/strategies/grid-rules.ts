import { Big } from 'big.js'
import { roundDownTo, roundUpTo } from '../exchange/market.ts'
import type { Grid } from './grid-cells.ts'
import { earns, leastMoney, lowestProfitableSale } from './grid-profit.ts'
import {
  largestCount,
  suggestGridCount,
  suggestLeastMoney,
  suggestLower,
  suggestUpper,
} from './grid-suggestions.ts'
import type { Refusal, RefusalReason, Situation } from './strategy.ts'

/** Each grid may rest an order, and exchanges limit the open orders on a symbol (Binance: 200). */
export const MAX_GRID_COUNT = 100

type Range = Pick<Grid, 'lower' | 'upper'>

/** The first rule that a grid breaks, in the order in which its parameters are asked. */
export function refuseGrid(grid: Grid, situation: Situation): Refusal | undefined {
  return (
    refuseLower(grid.lower, situation) ??
    refuseUpper(grid, situation) ??
    refuseMoney(grid, situation) ??
    refuseGridCount(grid, situation)
  )
}

/** The lowest price must be a price, and low enough for one grid at least to buy. */
export function refuseLower(lower: Big, situation: Situation): Refusal | undefined {
  const { market, price } = situation
  const refuse = refusalOf('lower', () => suggestLower(situation))
  if (lower.lt(market.tickSize)) return refuse('price-under-tick', market.tickSize)
  if (roundDownTo(market.tickSize, lower).lt(price)) return undefined
  return refuse('range-above-price', roundUpTo(market.tickSize, price).minus(market.tickSize))
}

/** Buying at the lowest price and selling at the highest must earn more than two fees. */
export function refuseUpper({ lower, upper }: Range, situation: Situation): Refusal | undefined {
  const { tickSize } = situation.market
  const bound = lowestProfitableSale(roundDownTo(tickSize, lower), situation)
  if (roundDownTo(tickSize, upper).gte(bound)) return undefined

  const reason = upper.lte(lower) ? 'range-inverted' : 'profit-under-fees'
  return refusalOf('upper', () => suggestUpper(lower, situation))(reason, bound)
}

/** The money must do for a single grid. */
export function refuseMoney(
  { lower, upper, money }: Omit<Grid, 'gridCount'>,
  situation: Situation,
): Refusal | undefined {
  const range = { lower, upper }
  const bound = leastMoney({ ...range, gridCount: 1 }, situation)
  if (money.gte(bound)) return undefined
  return refusalOf('money', () => suggestLeastMoney(range, situation))('below-min-cost', bound)
}

/** So many grids must fit between the prices, earn more than fees, and trade above the minimum. */
export function refuseGridCount(grid: Grid, situation: Situation): Refusal | undefined {
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

function refusalOf(field: string, suggest: () => Big) {
  return (reason: RefusalReason, bound: Big): Refusal => {
    return { ok: false, reason, field, bound, suggestion: suggest() }
  }
}

function stepsBetween({ lower, upper }: Range, tickSize: Big): Big {
  return roundDownTo(tickSize, upper).minus(roundDownTo(tickSize, lower)).div(tickSize)
}
