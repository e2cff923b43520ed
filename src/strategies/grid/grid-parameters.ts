import { Big } from 'big.js'
import { decimalOf } from '../answers.ts'
import { smaller } from '../order-minimum.ts'
import type { NumberParameter, Parameter, Parameters, SetupSituation } from '../strategy.ts'
import { type Grid, spacingOf } from './grid-cells.ts'
import { EXTRA_GRID_PARAMETERS } from './grid-extras.ts'
import {
  refuseGridCount,
  refuseLower,
  refuseMoney,
  refuseUpper,
  type GridRefusal,
} from './grid-rules.ts'
import { GRID_LABELS, sentence } from './grid-sentences.ts'
import {
  suggestGridCount,
  suggestLower,
  suggestMoney,
  suggestUpper,
  type Span,
} from './grid-suggestions.ts'

const LOWER: NumberParameter = {
  name: 'lower',
  label: GRID_LABELS.lower,
  unit: 'price',
  ask: 'What is the lowest price to buy at?',
  asked: 'always',
  suggest: suggestLower,
  check: (value, _earlier, situation) => inWords(refuseLower(value, situation), situation),
}

const UPPER: NumberParameter = {
  name: 'upper',
  label: GRID_LABELS.upper,
  unit: 'price',
  ask: 'What is the highest price to sell at?',
  asked: 'always',
  suggest: (situation, earlier) => suggestUpper(decimalOf(earlier, 'lower'), situation),
  check: (upper, earlier, situation) =>
    inWords(refuseUpper({ lower: decimalOf(earlier, 'lower'), upper }, situation), situation),
}

const MONEY: NumberParameter = {
  name: 'money',
  label: GRID_LABELS.money,
  unit: 'quote',
  ask: 'How much money may the bot use?',
  asked: 'always',
  suggest: (situation, earlier) => suggestMoney(spanOf(earlier), situation),
  check: (money, earlier, situation) =>
    inWords(refuseMoneyOf(situation, { ...spanOf(earlier), money }), situation),
}

const GRID_COUNT: NumberParameter = {
  name: 'gridCount',
  label: GRID_LABELS.gridCount,
  unit: 'count',
  ask: 'Into how many grids is the range divided?',
  asked: 'always',
  suggest: (situation, earlier) =>
    new Big(suggestGridCount({ ...spanOf(earlier), money: moneyOf(earlier) }, situation)),
  check: (value, earlier, situation) => {
    const grid = { ...spanOf(earlier), money: moneyOf(earlier), gridCount: value.toNumber() }
    return inWords(refuseGridCount(grid, situation), situation)
  },
}

/** The questions for a grid. Money comes before the count, whose suggestion depends on it. */
export const GRID_PARAMETERS: readonly Parameter[] = [
  LOWER,
  UPPER,
  MONEY,
  GRID_COUNT,
  ...EXTRA_GRID_PARAMETERS,
]

/** The rule of money, with what is free as one more bound. */
function refuseMoneyOf(
  { free, ...situation }: SetupSituation,
  grid: Span & Pick<Grid, 'money'>,
): GridRefusal | undefined {
  // Where too little is free, "at most what is free" would send the trader in circles.
  const refusal = refuseMoney({ ...grid, money: smaller(grid.money, free) }, situation)
  if (refusal !== undefined) return { ...refusal, suggestion: smaller(refusal.suggestion, free) }
  if (grid.money.lte(free)) return undefined

  const suggestion = suggestMoney(grid, { ...situation, free })
  return { reason: 'not-enough-money', field: 'money', bound: free, suggestion }
}

function inWords(refusal: GridRefusal | undefined, { market }: SetupSituation): string | undefined {
  return refusal && sentence(refusal, market)
}

function spanOf(earlier: Parameters): Span {
  const spacing = spacingOf(earlier)
  return { lower: decimalOf(earlier, 'lower'), upper: decimalOf(earlier, 'upper'), spacing }
}

function moneyOf(earlier: Parameters): Big {
  return decimalOf(earlier, 'money')
}
