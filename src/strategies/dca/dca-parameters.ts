import { Big } from 'big.js'
import { optionalDecimalOf } from '../answers.ts'
import { type Bounds, refuseOutside, suggestWithin } from '../bounds.ts'
import type { NumberParameter, Parameters, Refusal, Situation } from '../strategy.ts'
import {
  baseOrderBounds,
  coolDownBounds,
  deviationBounds,
  type MaybeFree,
  moneyBounds,
  safetyOrderBounds,
  stepScaleBounds,
  stopLossBounds,
  takeProfitBounds,
  volumeScaleBounds,
} from './dca-bounds.ts'
import type { Plan } from './dca-plan.ts'

type Question = Omit<NumberParameter, 'suggest' | 'check'>

interface Rule extends Question {
  bounds: (plan: Plan, situation: MaybeFree) => Bounds
}

const RULES: readonly Rule[] = [
  {
    name: 'money',
    label: 'Money',
    unit: 'quote',
    ask: 'How much money may the bot use for a deal, all its orders together?',
    asked: 'always',
    bounds: (_plan, situation) => moneyBounds(situation),
  },
  {
    name: 'safetyOrders',
    label: 'Safety orders',
    unit: 'count',
    ask: 'How many safety orders may buy more while the price falls?',
    asked: 'always',
    bounds: safetyOrderBounds,
  },
  {
    name: 'deviation',
    label: 'Step down',
    unit: 'percent',
    ask: 'How many % under the base order lies the first safety order, and each next one under the one before?',
    asked: 'always',
    bounds: deviationBounds,
  },
  {
    name: 'takeProfit',
    label: 'Take-profit',
    unit: 'percent',
    ask: 'How many % shall a deal earn on what it bought for, after fees?',
    asked: 'always',
    bounds: takeProfitBounds,
  },
  {
    name: 'volumeScale',
    label: 'Volume scale',
    unit: 'factor',
    ask: 'How many times the order before it shall each safety order cost? 1 keeps them equal.',
    asked: 'extra',
    bounds: volumeScaleBounds,
  },
  {
    name: 'stepScale',
    label: 'Step scale',
    unit: 'factor',
    ask: 'How many times the step before it shall each step down be? 1 keeps them equal.',
    asked: 'extra',
    bounds: stepScaleBounds,
  },
  {
    name: 'baseOrder',
    label: 'Base order',
    unit: 'quote',
    ask: 'For how much shall the first order of each deal buy?',
    asked: 'extra',
    bounds: baseOrderBounds,
  },
  {
    name: 'stopLoss',
    label: 'Stop-loss',
    unit: 'percent',
    ask: 'How many % under the base order shall it sell all at a loss and end?',
    asked: 'optional',
    bounds: stopLossBounds,
  },
  {
    name: 'coolDown',
    label: 'Cool-down',
    unit: 'minutes',
    ask: 'How many minutes shall it wait after a deal before the next one?',
    asked: 'optional',
    bounds: coolDownBounds,
  },
]

/** The questions for a DCA bot. */
export const DCA_PARAMETERS: readonly NumberParameter[] = RULES.map(({ bounds, ...question }) => ({
  ...question,
  suggest: (situation, earlier) => suggestWithin(bounds(knownOf(earlier), situation)),
  check: (value, earlier, situation) =>
    refuseOutside(question, value, bounds(knownOf(earlier), situation), situation.market.quote)
      ?.sentence,
}))

/** The first answer that breaks a rule. */
export function refusePlan(parameters: Parameters, situation: Situation): Refusal | undefined {
  const plan = knownOf(parameters)
  for (const { bounds, ...question } of RULES) {
    const value = optionalDecimalOf(parameters, question.name)
    if (value === undefined) continue
    const { market } = situation
    const refusal = refuseOutside(question, value, bounds(plan, situation), market.quote)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** The plan as far as it is known; what is not asked yet stands in no rule's way. */
function knownOf(earlier: Parameters): Plan {
  const known = (name: string, otherwise: string) =>
    optionalDecimalOf(earlier, name) ?? new Big(otherwise)
  return {
    money: known('money', '0'),
    baseOrder: known('baseOrder', '0'),
    safetyOrders: known('safetyOrders', '1').toNumber(),
    deviation: known('deviation', '0.1'),
    stepScale: known('stepScale', '1'),
    volumeScale: known('volumeScale', '1'),
    takeProfit: known('takeProfit', '1'),
    stopLoss: optionalDecimalOf(earlier, 'stopLoss'),
    coolDownMinutes: known('coolDown', '0').toNumber(),
  }
}
