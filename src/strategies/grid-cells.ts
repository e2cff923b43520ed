import { Big } from 'big.js'
import { type Market, roundDownTo } from '../exchange/market.ts'
import { divideDown, wholeDown } from '../lib/divide.ts'
import { smaller } from './order-minimum.ts'
import type { Parameters, Situation } from './strategy.ts'

/** Parameters of a grid. `gridCount` grids lie between `gridCount + 1` levels. */
export interface Grid {
  lower: Big
  upper: Big
  gridCount: number
  /** Quote for all cells together. */
  money: Big
}

/** The part of a grid that buys at one level and sells at the next. */
export interface Cell {
  slot: string
  buyPrice: Big
  sellPrice: Big
  /** Quote that this cell may have out at any time, fees included. */
  money: Big
}

/** @throws {TypeError} if a parameter is missing or not a decimal. */
export function gridOf(parameters: Parameters): Grid {
  return {
    lower: decimalOf(parameters, 'lower'),
    upper: decimalOf(parameters, 'upper'),
    gridCount: decimalOf(parameters, 'gridCount').toNumber(),
    money: decimalOf(parameters, 'money'),
  }
}

/** @throws {TypeError} if the parameter is missing or not a decimal. */
export function decimalOf(parameters: Parameters, name: string): Big {
  const text = parameters[name]
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) {
    throw new TypeError(`Cannot read parameter ${name}: not a decimal`)
  }
  return new Big(text)
}

/** Evenly spaced prices from `lower` to `upper`, each rounded down to the tick, lowest first. */
export function gridLevels({ lower, upper, gridCount }: Omit<Grid, 'money'>, tickSize: Big): Big[] {
  const bottom = roundDownTo(tickSize, lower)
  const range = roundDownTo(tickSize, upper).minus(bottom)
  const divisor = tickSize.times(gridCount)
  return Array.from({ length: gridCount + 1 }, (_, i) =>
    bottom.plus(wholeDown(range.times(i), divisor).times(tickSize)),
  )
}

/** Cells from the lowest price to the highest. Their slots are `cell:0`, `cell:1`, … */
export function gridCells(grid: Grid, market: Market): Cell[] {
  const levels = gridLevels(grid, market.tickSize)
  const money = divideDown(grid.money, new Big(grid.gridCount))
  return levels.slice(1).flatMap((sellPrice, i) => {
    const buyPrice = levels[i]
    return buyPrice === undefined ? [] : { slot: `cell:${i}`, buyPrice, sellPrice, money }
  })
}

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
