import { decimalOf } from '../answers.ts'
import type { ChoiceParameter, NumberParameter, Parameter } from '../strategy.ts'
import { gridOf } from './grid-cells.ts'
import { refuseGridCount, refuseStop, refuseTakeProfit } from './grid-rules.ts'
import { GRID_LABELS, sentence } from './grid-sentences.ts'
import { suggestStop, suggestTakeProfit } from './grid-suggestions.ts'

const SPACING: ChoiceParameter = {
  name: 'spacing',
  label: GRID_LABELS.spacing,
  unit: 'choice',
  ask: 'How far apart are the levels?',
  asked: 'extra',
  choices: [
    { value: 'arithmetic', label: 'Equally far in price' },
    { value: 'geometric', label: 'Equally far in percent' },
  ],
  suggest: () => 'arithmetic',
  check: (spacing, earlier, situation) =>
    refuseGridCount(gridOf({ ...earlier, spacing }), situation) &&
    `${GRID_LABELS.spacing} must be equally far in price: ${earlier['gridCount']} grids equally far in percent are too narrow here. “Equally far in price” would do.`,
}

const TAKE_PROFIT: NumberParameter = {
  name: 'takeProfitPrice',
  label: GRID_LABELS.takeProfitPrice,
  unit: 'price',
  ask: 'At which price above the range shall it sell all and end?',
  asked: 'optional',
  suggest: (situation, earlier) => suggestTakeProfit(decimalOf(earlier, 'upper'), situation),
  check: (takeProfitPrice, earlier, situation) => {
    const upper = decimalOf(earlier, 'upper')
    const refusal = refuseTakeProfit({ upper, takeProfitPrice }, situation)
    return refusal && sentence(refusal, situation.market)
  },
}

const STOP: NumberParameter = {
  name: 'stopPrice',
  label: GRID_LABELS.stopPrice,
  unit: 'price',
  ask: 'At which price below the range shall it sell all at a loss and end?',
  asked: 'optional',
  suggest: (situation, earlier) => suggestStop(decimalOf(earlier, 'lower'), situation),
  check: (stopPrice, earlier, situation) => {
    const refusal = refuseStop({ lower: decimalOf(earlier, 'lower'), stopPrice }, situation)
    return refusal && sentence(refusal, situation.market)
  },
}

/** What a trader may also settle about a grid. */
export const EXTRA_GRID_PARAMETERS: readonly Parameter[] = [SPACING, TAKE_PROFIT, STOP]
