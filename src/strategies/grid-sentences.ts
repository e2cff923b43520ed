import type { Market } from '../exchange/market.ts'
import { MAX_GRID_COUNT } from './grid-rules.ts'
import type { Refusal } from './strategy.ts'

/** A refusal as the answer to the question labelled `label`: the bound, and a value that would do. */
export function sentence(
  label: string,
  refusal: Refusal | undefined,
  { quote, tickSize }: Market,
): string | undefined {
  if (refusal === undefined) return undefined

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
  } satisfies Record<Refusal['reason'], string>

  const isOutOfReach = field === 'money' && refusal.suggestion.lt(refusal.bound)
  return isOutOfReach && reason === 'below-min-cost'
    ? `${label} must be ${words[reason]}, and only ${suggestion} is free.`
    : `${label} must be ${words[reason]}: ${suggestion} would do.`
}
