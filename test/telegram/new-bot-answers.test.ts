import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { firstFaultOf, withSuggestions } from '../../src/strategies/answers.ts'
import { STRATEGIES, STRATEGY_IDS, type StrategyId } from '../../src/strategies/strategies.ts'
import type {
  NumberParameter,
  Parameter,
  Parameters,
  SetupSituation,
} from '../../src/strategies/strategy.ts'
import { fittingSuggestion, readAnswer } from '../../src/telegram/trading-bots/new-bot-answers.ts'
import { aMarket, aSituation, someDca, someParameters } from '../strategies/builders.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const GIVEN = {
  grid: someParameters({ gridCount: '10', money: '200' }),
  dca: someDca(),
} as const satisfies Record<StrategyId, Parameters>

/** Every number that some strategy asks for. */
const NUMBERS = STRATEGY_IDS.flatMap((id) =>
  STRATEGIES[id].parameters
    .filter((parameter) => parameter.unit !== 'choice')
    .map((parameter): [string, StrategyId, NumberParameter] => [
      `${STRATEGIES[id].name} ${parameter.label}`,
      id,
      parameter,
    ]),
)

/** What was answered before a question. */
function earlierThan(id: StrategyId, { name }: Parameter): Parameters {
  const names = STRATEGIES[id].parameters.map((parameter) => parameter.name)
  const before = new Set(names.slice(0, names.indexOf(name)))
  return Object.fromEntries(Object.entries(GIVEN[id]).filter(([one]) => before.has(one)))
}

function sentenceFor(
  id: StrategyId,
  parameter: Parameter,
  typed: string,
  situation: SetupSituation = aSituation(),
): string {
  const reading = readAnswer(EN, parameter, typed, earlierThan(id, parameter), situation)
  return reading.kind === 'refused' ? reading.sentence : `${reading.kind}: ${reading.value}`
}

describe.each(NUMBERS)('%s', (_, id, parameter) => {
  const read = (typed: string) =>
    readAnswer(EN, parameter, typed, earlierThan(id, parameter), aSituation())
  const bad = ['0', '-1', 'abc', '1e3', '', '9'.repeat(50), '0.000000001']
  const high = ['upper', 'takeProfitPrice'].includes(parameter.name) ? [] : ['1000000000000']
  const parts = ['count', 'minutes'].includes(parameter.unit) ? ['2.5'] : []

  test.each([...bad, ...high, ...parts])(
    'meets %j with its name, a bound and a value that would do',
    (typed) => {
      const reading = read(typed)

      if (reading.kind !== 'refused') throw new Error(`It took ${typed}`)
      const { sentence } = reading
      const [, bound, would] =
        /must be (?:at least|at most|a whole number from) ([\d.]+)[^:]*: ([\d.]+)[^:]* would do\.$/.exec(
          sentence,
        ) ?? []
      expect(sentence).toContain(parameter.label)
      expect({ sentence, bound }).toEqual({ sentence, bound: expect.any(String) })
      expect({ sentence, ...read(would ?? '') }).toEqual({ sentence, kind: 'answer', value: would })
    },
  )

  test('suggests what it takes', () => {
    const suggestion = fittingSuggestion(parameter, earlierThan(id, parameter), aSituation())

    expect(read(suggestion ?? '')).toEqual({ kind: 'answer', value: suggestion })
  })

  test('can be skipped where that is offered, and nowhere else', () => {
    expect(read(' Skip ').kind).toBe(parameter.asked === 'optional' ? 'answer' : 'refused')
  })
})

test('answers that contradict earlier ones, or the account, are met in words', () => {
  const poor = aSituation({ free: new Big(3) })
  const coarse = aSituation({ market: aMarket({ tickSize: new Big(2) }) })
  const asked: [StrategyId, string, string, SetupSituation?][] = [
    ['dca', 'money', '5'],
    ['dca', 'money', '2000'],
    ['dca', 'money', '500', poor],
    ['dca', 'safetyOrders', '30'],
    ['dca', 'safetyOrders', '1.5'],
    ['dca', 'deviation', '30'],
    ['dca', 'deviation', '1', coarse],
    ['dca', 'takeProfit', '0.05'],
    ['dca', 'volumeScale', '4'],
    ['dca', 'stepScale', '4'],
    ['dca', 'baseOrder', '5'],
    ['dca', 'baseOrder', '201'],
    ['dca', 'stopLoss', '8'],
    ['dca', 'coolDown', '20000'],
    ['grid', 'takeProfitPrice', '110'],
    ['grid', 'stopPrice', '90'],
    ['grid', 'stopPrice', '0.001'],
    ['grid', 'spacing', 'random'],
  ]
  const sentences = asked.map(([id, name, typed, situation]) => {
    const parameter = STRATEGIES[id].parameters.find((one) => one.name === name)
    if (parameter === undefined) throw new RangeError(`Cannot ask for ${name}: no such parameter`)
    return sentenceFor(id, parameter, typed, situation)
  })

  expect(sentences.join('\n')).toMatchInlineSnapshot(`
    "Money must be at least 10.261251 USDT, or orders are too small for the exchange: 120 USDT would do.
    Money must be at most 1000 USDT, what is free: 120 USDT would do.
    Money must be at least 10.261251 USDT, or orders are too small for the exchange, but at most 3 USDT, what is free.
    Safety orders must be at most 25: 5 would do.
    Safety orders must be a whole number from 1 to 25: 5 would do.
    Step down must be at most 22.5 %, or the last safety order lies more than 90 % under the base order: 2 % would do.
    Step down must be at least 2 %, the smallest step of the price: 2 % would do.
    Take-profit must be at least 0.1 %: 1.5 % would do.
    Volume scale must be at most 3.42, or orders are too small for the exchange: 1 would do.
    Step scale must be at most 3.14, or the last safety order lies more than 90 % under the base order: 1 would do.
    Base order must be at least 5.1306255 USDT, or orders are too small for the exchange: 200 USDT would do.
    Base order must be at most 200 USDT, or a deal needs more than the money given: 200 USDT would do.
    Stop-loss must be at least 8.1 %, under the last safety order, which lies 8 % under the base order: 13 % would do.
    Cool-down must be at most 10080 min, a week: 60 min would do.
    Take-profit price must be at least 110.01 USDT, above the range and the price now: 115.5 USDT would do.
    Stop-loss price must be at most 89.99 USDT, below the range: 85.5 USDT would do.
    Stop-loss price must be at least 0.01 USDT, the smallest price here: 85.5 USDT would do.
    Spacing must be “Equally far in price” or “Equally far in percent”: “Equally far in price” would do."
  `)
})

test('levels in percent are refused where they would be too narrow', () => {
  const spacing = STRATEGIES.grid.parameters.find(({ name }) => name === 'spacing')
  const earlier = someParameters({ lower: '10', upper: '110', gridCount: '100', money: '900' })
  const situation = aSituation({
    market: aMarket({ tickSize: new Big('0.5'), minCost: new Big(1) }),
  })

  const reading = spacing && readAnswer(EN, spacing, 'geometric', earlier, situation)

  expect(reading).toEqual({
    kind: 'refused',
    sentence:
      'Spacing must be equally far in price: 100 grids equally far in percent are too narrow here. “Equally far in price” would do.',
  })
})

test.each(STRATEGY_IDS)('the suggestions of %s make a bot, whatever the market', (id) => {
  for (const price of ['0.00001234', '0.9', '100', '63000']) {
    for (const free of ['30', '1000', '1000000']) {
      const tickSize = new Big(10).pow(new Big(price).e - 4)
      const stepSize = new Big(10).pow(-new Big(price).e - 3)
      const market = aMarket({ tickSize, stepSize, minAmount: stepSize })
      const situation = aSituation({ market, price: new Big(price), free: new Big(free) })

      const answers = withSuggestions(STRATEGIES[id], {}, situation)

      expect({ price, fault: firstFaultOf(STRATEGIES[id], answers, situation) }).toEqual({ price })
      expect(STRATEGIES[id].preview(answers, situation)).toMatchObject({ ok: true })
    }
  }
})
