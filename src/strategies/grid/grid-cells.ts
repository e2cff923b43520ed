import { Big } from 'big.js'
import type { Market } from '../../exchange/market.ts'
import { divideDown } from '../../lib/divide.ts'
import { decimalOf, optionalDecimalOf } from '../answers.ts'
import type { Parameters } from '../strategy.ts'
import { gridLevels, type Range } from './grid-levels.ts'

/** Parameters of a grid. */
export interface Grid extends Range {
  /** Quote for all cells together. */
  money: Big
  /** The price at which it sells all and ends, above the range; undefined when it has none. */
  takeProfitPrice: Big | undefined
  /** The same below the range. */
  stopPrice: Big | undefined
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
    spacing: spacingOf(parameters),
    money: decimalOf(parameters, 'money'),
    takeProfitPrice: optionalDecimalOf(parameters, 'takeProfitPrice'),
    stopPrice: optionalDecimalOf(parameters, 'stopPrice'),
  }
}

/** Bots that were made before there was a choice are arithmetic. */
export function spacingOf({ spacing }: Parameters): Grid['spacing'] {
  return spacing === 'geometric' ? 'geometric' : 'arithmetic'
}

/** Cells from the lowest price to the highest. Their slots are `cell:0`, `cell:1`, … */
export function gridCells(grid: Range & Pick<Grid, 'money'>, market: Market): Cell[] {
  const levels = gridLevels(grid, market.tickSize)
  const money = divideDown(grid.money, new Big(grid.gridCount))
  return levels.slice(1).flatMap((sellPrice, i) => {
    const buyPrice = levels[i]
    return buyPrice === undefined ? [] : { slot: `cell:${i}`, buyPrice, sellPrice, money }
  })
}
