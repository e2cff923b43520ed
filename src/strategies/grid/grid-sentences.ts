import type { Market } from '../../exchange/market.ts'
import { MAX_GRID_COUNT, type GridReason, type GridRefusal } from './grid-rules.ts'

/** What the questions of a grid are called, by parameter. */
export const GRID_LABELS = {
  lower: 'Lowest price',
  upper: 'Highest price',
  money: 'Money',
  gridCount: 'Number of grids',
  spacing: 'Spacing',
  takeProfitPrice: 'Take-profit price',
  stopPrice: 'Stop-loss price',
} as const

/** A refusal in words: the field, the bound, and a value that would do. */
export function sentence(refusal: GridRefusal, { quote, tickSize }: Market): string {
  const { field, reason } = refusal
  const unit = field === 'gridCount' ? '' : ` ${quote}`
  const bound = `${refusal.bound.toFixed()}${unit}`
  const suggestion = `${refusal.suggestion.toFixed()}${unit}`
  const words = {
    'price-under-tick': `at least ${bound}, the smallest price here`,
    'range-above-price': `at most ${bound}, under the price now`,
    'range-inverted': `at least ${bound}, above the lowest price`,
    'grid-count-out-of-bounds': `a whole number from 1 to ${MAX_GRID_COUNT}`,
    'grid-too-dense': `at most ${bound}, as prices move in steps of ${tickSize.toFixed()} ${quote}`,
    'profit-under-fees': `at ${field === 'upper' ? 'least' : 'most'} ${bound}, or fees eat the profit`,
    'below-min-cost': `at ${field === 'money' ? 'least' : 'most'} ${bound}, or orders are too small for the exchange`,
    'not-enough-money': `at most ${bound}, what is free`,
    'take-profit-in-range': `at least ${bound}, above the range and the price now`,
    'stop-in-range': `at most ${bound}, below the range`,
  } satisfies Record<GridReason, string>

  const isOutOfReach = field === 'money' && refusal.suggestion.lt(refusal.bound)
  return isOutOfReach && reason === 'below-min-cost'
    ? `${GRID_LABELS[field]} must be ${words[reason]}, and only ${suggestion} is free.`
    : `${GRID_LABELS[field]} must be ${words[reason]}: ${suggestion} would do.`
}
