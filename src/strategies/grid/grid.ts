import { Big } from 'big.js'
import { baseOf } from '../holding.ts'
import { closingWish } from '../closing-sale.ts'
import type { EndReason, Follower, Parameters, Rules, Situation, Strategy } from '../strategy.ts'
import { afterFill, firstRound, wishOfCell } from './grid-cell.ts'
import { type Grid, gridCells, gridOf } from './grid-cells.ts'
import { GRID_PARAMETERS } from './grid-parameters.ts'
import { describeGrid, previewGrid } from './grid-preview.ts'

/** Buys at each level and sells one level higher, again and again. */
export const gridStrategy: Strategy = {
  name: 'Grid',
  about: 'Buys at each level between two prices and sells one level higher, again and again.',
  parameters: GRID_PARAMETERS,
  preview: (parameters, situation) =>
    previewGrid(
      gridOf(parameters),
      situation,
      () => followGrid(parameters, situation).wish(situation).orders,
    ),
  describe: (parameters, situation, figures) =>
    describeGrid(gridOf(parameters), situation, figures),
  follow: followGrid,
}

function followGrid(parameters: Parameters, rules: Rules): Follower {
  const grid = gridOf(parameters)
  const { base } = rules.market
  const cells = gridCells(grid, rules.market).map((cell) => ({
    cell,
    state: firstRound(cell, rules),
  }))
  const bySlot = new Map(cells.map((one) => [one.cell.slot, one]))
  const ending = new Set<string>()
  let held = new Big(0)

  return {
    add(fill) {
      held = held.plus(baseOf(fill, base))
      if (fill.slot === 'take-profit' || fill.slot === 'stop-loss') ending.add(fill.slot)
      const one = bySlot.get(fill.slot)
      if (one !== undefined) one.state = afterFill(one.state, fill, one.cell, rules)
    },
    wish(situation) {
      const ends = endOf(grid, situation, ending)
      if (ends === undefined) {
        return {
          orders: cells.flatMap(({ cell, state }) => wishOfCell(cell, state, situation) ?? []),
        }
      }
      // Above the range every coin has been bought for less than the highest price.
      const least = ends === 'take-profit' ? grid.upper : undefined
      return closingWish({ slot: ends, held, ends, ...(least && { least }) }, situation)
    },
  }
}

/** Whether it sells all: its price is reached, or was, as the fills of that sale tell. */
function endOf(
  { takeProfitPrice, stopPrice }: Grid,
  { price }: Situation,
  ending: ReadonlySet<string>,
): EndReason | undefined {
  if (stopPrice !== undefined && (price.lte(stopPrice) || ending.has('stop-loss'))) {
    return 'stop-loss'
  }
  if (takeProfitPrice === undefined) return undefined
  return price.gte(takeProfitPrice) || ending.has('take-profit') ? 'take-profit' : undefined
}
