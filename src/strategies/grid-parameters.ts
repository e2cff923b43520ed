import { Big } from 'big.js'
import { decimalOf, type Grid } from './grid-cells.ts'
import { refuseGridCount, refuseLower, refuseMoney, refuseUpper } from './grid-rules.ts'
import { sentence } from './grid-sentences.ts'
import { suggestGridCount, suggestLower, suggestMoney, suggestUpper } from './grid-suggestions.ts'
import { smaller } from './order-minimum.ts'
import type { Parameter, Parameters, Refusal, SetupSituation } from './strategy.ts'

const LOWER: Parameter = {
  name: 'lower',
  label: 'Lowest price',
  unit: 'price',
  ask: 'What is the lowest price to buy at?',
  suggest: suggestLower,
  check: (value, _earlier, situation) =>
    sentence(LOWER.label, refuseLower(value, situation), situation.market),
}

const UPPER: Parameter = {
  name: 'upper',
  label: 'Highest price',
  unit: 'price',
  ask: 'What is the highest price to sell at?',
  suggest: (situation, earlier) => suggestUpper(decimalOf(earlier, 'lower'), situation),
  check: (upper, earlier, situation) =>
    sentence(
      UPPER.label,
      refuseUpper({ lower: decimalOf(earlier, 'lower'), upper }, situation),
      situation.market,
    ),
}

const MONEY: Parameter = {
  name: 'money',
  label: 'Money',
  unit: 'quote',
  ask: 'How much money may the bot use?',
  suggest: (situation, earlier) => suggestMoney(rangeOf(earlier), situation),
  check: (money, earlier, situation) =>
    sentence(
      MONEY.label,
      refuseMoneyOf(situation, { ...rangeOf(earlier), money }),
      situation.market,
    ),
}

const GRID_COUNT: Parameter = {
  name: 'gridCount',
  label: 'Number of grids',
  unit: 'count',
  ask: 'Into how many grids is the range divided?',
  suggest: (situation, earlier) =>
    new Big(suggestGridCount({ ...rangeOf(earlier), money: moneyOf(earlier) }, situation)),
  check: (value, earlier, situation) => {
    const gridCount = value.toNumber()
    const grid = { ...rangeOf(earlier), money: moneyOf(earlier), gridCount }
    return sentence(GRID_COUNT.label, refuseGridCount(grid, situation), situation.market)
  },
}

/** The questions for a grid. Money comes before the count, whose suggestion depends on it. */
export const GRID_PARAMETERS: Parameter[] = [LOWER, UPPER, MONEY, GRID_COUNT]

/** The rule of money, with what is free as one more bound. */
function refuseMoneyOf(
  { free, ...situation }: SetupSituation,
  grid: Omit<Grid, 'gridCount'>,
): Refusal | undefined {
  // Where too little is free, "at most what is free" would send the trader in circles.
  const refusal = refuseMoney({ ...grid, money: smaller(grid.money, free) }, situation)
  if (refusal !== undefined) return { ...refusal, suggestion: smaller(refusal.suggestion, free) }
  if (grid.money.lte(free)) return undefined

  const suggestion = suggestMoney(grid, { ...situation, free })
  return { ok: false, reason: 'not-enough-money', field: 'money', bound: free, suggestion }
}

function rangeOf(earlier: Parameters): { lower: Big; upper: Big } {
  return { lower: decimalOf(earlier, 'lower'), upper: decimalOf(earlier, 'upper') }
}

function moneyOf(earlier: Parameters): Big {
  return decimalOf(earlier, 'money')
}
