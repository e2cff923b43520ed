import { Big } from 'big.js'
import { buyable } from '../holding.ts'
import { smaller } from '../order-minimum.ts'
import type { Figures, Preview, Refusal, Situation, WishedOrder } from '../strategy.ts'
import { type Grid, gridCells } from './grid-cells.ts'
import { gridLevels } from './grid-levels.ts'
import { profitPercent } from './grid-profit.ts'
import { refuseGrid } from './grid-rules.ts'
import { sentence } from './grid-sentences.ts'

/** What a new grid would do, `wish` being its first. */
export function previewGrid(
  grid: Grid,
  situation: Situation,
  wish: () => WishedOrder[],
): Preview | Refusal {
  const refusal = refuseGrid(grid, situation)
  if (refusal !== undefined) {
    return { ok: false, ...refusal, sentence: sentence(refusal, situation.market) }
  }
  const costs = firstBuys(grid, situation).map(({ cost }) => cost)
  return {
    ok: true,
    levels: gridLevels(grid, situation.market.tickSize),
    ordersAtStart: wish().filter((order) => !order.onlyIfResting),
    moneyNeeded: withFee(sumOf(costs), situation),
    smallestOrderCost: costs.reduce(smaller),
  }
}

/** The same in sentences, with what it may earn and lose. */
export function describeGrid(grid: Grid, situation: Situation, figures: Figures): string[] {
  const { market, price, feeRate } = situation
  const { exact } = figures
  const levels = gridLevels(grid, market.tickSize)
  const { lowest, highest } = profitPercent(levels, feeRate)
  const buys = levels.slice(0, -1).filter((level) => level.lt(price)).length
  return [
    `${levels.length} levels from ${exact(levels[0] ?? grid.lower)} to ${exact(levels.at(-1) ?? grid.upper)} ${market.quote}, ${SPACING_WORDS[grid.spacing]}; price now ${exact(price)}.`,
    `At the start: ${buys} ${buys === 1 ? 'buy order' : 'buy orders'} below the price. Each buy that fills is sold one level higher.`,
    `Each round earns about ${span(lowest.toFixed(2), highest.toFixed(2))} % of its money, after fees.`,
    ...endings(grid, situation, figures),
  ]
}

function span(lowest: string, highest: string): string {
  return lowest === highest ? lowest : `${lowest} to ${highest}`
}

const SPACING_WORDS = {
  arithmetic: 'equally far in price',
  geometric: 'equally far in percent',
} as const satisfies Record<Grid['spacing'], string>

function endings(grid: Grid, situation: Situation, { exact, profit }: Figures): string[] {
  const { takeProfitPrice, stopPrice } = grid
  const { quote } = situation.market
  return [
    takeProfitPrice &&
      `If the price reaches ${exact(takeProfitPrice)} ${quote}, it sells what it holds and ends.`,
    stopPrice
      ? `Stop-loss: if the price falls to ${exact(stopPrice)} ${quote}, it cancels its orders, sells all at once and ends. If every level was bought by then, that may realize about ${profit(lossAt(stopPrice, grid, situation))}; more if the price falls faster than it can sell.`
      : 'If the price falls under the range, the bot holds what it bought, at a loss on paper. It has no stop-loss.',
  ].filter((line) => line !== undefined)
}

/** What comes back when all cells sell at `price`, less what they bought for. Below zero for a loss. */
function lossAt(price: Big, grid: Grid, situation: Situation): Big {
  const buys = firstBuys(grid, situation)
  const spent = withFee(sumOf(buys.map(({ cost }) => cost)), situation)
  const amount = sumOf(buys.map((buy) => buy.amount))
  return amount.times(price).times(new Big(1).minus(situation.feeRate)).minus(spent)
}

function firstBuys(grid: Grid, situation: Situation): { amount: Big; cost: Big }[] {
  return gridCells(grid, situation.market).map((cell) => {
    const amount = buyable(cell.money, cell.buyPrice, situation)
    return { amount, cost: amount.times(cell.buyPrice) }
  })
}

function withFee(cost: Big, { feeRate }: Situation): Big {
  return cost.times(feeRate.plus(1))
}

function sumOf(values: readonly Big[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0))
}
