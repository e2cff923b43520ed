import { heldBy } from '../holding.ts'
import { closingWish } from '../closing-sale.ts'
import type { EndReason, Parameters, Situation, SlotFill, Strategy, Wish } from '../strategy.ts'
import { foldCell, wishOfCell } from './grid-cell.ts'
import { type Grid, gridCells, gridOf } from './grid-cells.ts'
import { GRID_PARAMETERS } from './grid-parameters.ts'
import { describeGrid, previewGrid } from './grid-preview.ts'

/** Buys at each level and sells one level higher, again and again. */
export const gridStrategy: Strategy = {
  name: 'Grid',
  about: 'Buys at each level between two prices and sells one level higher, again and again.',
  parameters: GRID_PARAMETERS,
  preview: (parameters, situation) =>
    previewGrid(gridOf(parameters), situation, () => wishGrid(parameters, situation, []).orders),
  describe: (parameters, situation, figures) =>
    describeGrid(gridOf(parameters), situation, figures),
  wish: wishGrid,
}

function wishGrid(parameters: Parameters, situation: Situation, fills: readonly SlotFill[]): Wish {
  const grid = gridOf(parameters)
  const ends = endOf(grid, situation, fills)
  if (ends !== undefined) {
    const held = heldBy(fills, situation.market.base)
    // Above the range every coin has been bought for less than the highest price.
    const least = ends === 'take-profit' ? grid.upper : undefined
    return closingWish({ slot: ends, held, ends, ...(least && { least }) }, situation)
  }

  const fillsBySlot = Map.groupBy(fills, (fill) => fill.slot)
  return {
    orders: gridCells(grid, situation.market).flatMap((cell) => {
      const state = foldCell(cell, fillsBySlot.get(cell.slot) ?? [], situation)
      return wishOfCell(cell, state, situation) ?? []
    }),
  }
}

/** Whether it sells all: its price is reached, or was, as the fills of that sale tell. */
function endOf(
  { takeProfitPrice, stopPrice }: Grid,
  { price }: Situation,
  fills: readonly SlotFill[],
): EndReason | undefined {
  const began = (slot: EndReason) => fills.some((fill) => fill.slot === slot)
  if (stopPrice !== undefined && (price.lte(stopPrice) || began('stop-loss'))) return 'stop-loss'
  if (takeProfitPrice === undefined) return undefined
  return price.gte(takeProfitPrice) || began('take-profit') ? 'take-profit' : undefined
}
