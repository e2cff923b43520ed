import { Big } from 'big.js'
import { foldCell, wishOfCell } from './grid-cell.ts'
import { buyable, type Cell, gridCells, gridLevels, gridOf } from './grid-cells.ts'
import { GRID_PARAMETERS } from './grid-parameters.ts'
import { profitPercent } from './grid-profit.ts'
import { refuseGrid } from './grid-rules.ts'
import { smaller } from './order-minimum.ts'
import type {
  Parameters,
  Preview,
  Refusal,
  Situation,
  SlotFill,
  Strategy,
  WishedOrder,
} from './strategy.ts'

/** Buys at each level and sells one level higher, again and again. */
export const gridStrategy: Strategy = {
  id: 'grid',
  name: 'Grid',
  about: 'Buys at each level between two prices and sells one level higher, again and again.',
  parameters: GRID_PARAMETERS,
  preview: previewGrid,
  wish: wishGrid,
}

function previewGrid(parameters: Parameters, situation: Situation): Preview | Refusal {
  const grid = gridOf(parameters)
  const refusal = refuseGrid(grid, situation)
  if (refusal !== undefined) return refusal

  const cells = gridCells(grid, situation.market)
  const levels = gridLevels(grid, situation.market.tickSize)
  const costs = cells.map((cell) => firstBuy(cell, situation).times(cell.buyPrice))
  const feeFactor = situation.feeRate.plus(1)
  return {
    ok: true,
    levels,
    ordersAtStart: wishGrid(parameters, situation, []).filter((order) => !order.onlyIfResting),
    moneyNeeded: costs.reduce((sum, cost) => sum.plus(cost), new Big(0)).times(feeFactor),
    smallestOrderCost: costs.reduce(smaller),
    profitPercent: profitPercent(levels, situation.feeRate),
  }
}

function wishGrid(
  parameters: Parameters,
  situation: Situation,
  fills: readonly SlotFill[],
): WishedOrder[] {
  const fillsBySlot = Map.groupBy(fills, (fill) => fill.slot)
  return gridCells(gridOf(parameters), situation.market).flatMap((cell) => {
    const state = foldCell(cell, fillsBySlot.get(cell.slot) ?? [], situation)
    return wishOfCell(cell, state, situation) ?? []
  })
}

function firstBuy(cell: Cell, situation: Situation): Big {
  return buyable(cell.money, cell.buyPrice, situation)
}
