import { Big } from 'big.js'
import { divideDown, wholeDown, wholeUp } from '../../lib/divide.ts'
import { larger, smaller, smallestAmount } from '../order-minimum.ts'
import type { Situation } from '../strategy.ts'
import { type Cell, gridCells } from './grid-cells.ts'
import { gridLevels, type Range } from './grid-levels.ts'

/**
 * Profit of each grid after both fees, in % of the money used: sell × (1 − fee) / (buy × (1 + fee)) − 1.
 *
 * At least two levels are needed.
 */
export function profitPercent(levels: readonly Big[], feeRate: Big): { lowest: Big; highest: Big } {
  const percents = levels.slice(1).flatMap((sellPrice, i) => {
    const buyPrice = levels[i]
    return buyPrice === undefined ? [] : percentOf(buyPrice, sellPrice, feeRate)
  })
  return { lowest: percents.reduce(smaller), highest: percents.reduce(larger) }
}

/** Whether every grid earns more than its two fees. */
export function earns(range: Range, { market, feeRate }: Situation): boolean {
  const levels = gridLevels(range, market.tickSize)
  return levels.every((price, i) => {
    const below = levels[i - 1]
    return below === undefined || back(price, feeRate).gt(out(below, feeRate))
  })
}

/** The lowest price on the tick at which coins bought at `price` sell with a profit after both fees. */
export function lowestProfitableSale(price: Big, { market, feeRate }: Situation): Big {
  const { tickSize } = market
  const ticks = wholeDown(out(price, feeRate), back(tickSize, feeRate))
  return ticks.plus(1).times(tickSize)
}

/** Quote with which every cell can buy, and sell what the base fee leaves, above the exchange's minimum. */
export function leastMoney(range: Range, situation: Situation): Big {
  const cells = gridCells({ ...range, money: new Big(0) }, situation.market)
  return cells
    .map((cell) => leastCellMoney(cell, situation))
    .reduce(larger)
    .times(range.gridCount)
}

function leastCellMoney(cell: Cell, { market, feeRate }: Situation): Big {
  const { stepSize } = market
  const sale = smallestAmount(market, cell.sellPrice)
  const forSale = wholeUp(sale, back(stepSize, feeRate)).times(stepSize)
  const amount = larger(forSale, smallestAmount(market, cell.buyPrice))
  return out(amount.times(cell.buyPrice), feeRate).round(18, Big.roundUp)
}

function percentOf(buyPrice: Big, sellPrice: Big, feeRate: Big): Big {
  const spent = out(buyPrice, feeRate)
  return divideDown(back(sellPrice, feeRate).minus(spent).times(100), spent)
}

/** What goes out for a cost, with the fee. */
function out(cost: Big, feeRate: Big): Big {
  return cost.times(feeRate.plus(1))
}

/** What comes back of a cost, less the fee. */
function back(cost: Big, feeRate: Big): Big {
  return cost.times(new Big(1).minus(feeRate))
}
