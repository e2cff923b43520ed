import { Big } from 'big.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundDownTo } from '../../../src/exchange/market.ts'
import { faultOf, firstFaultOf, withSuggestions } from '../../../src/strategies/answers.ts'
import { STRATEGIES } from '../../../src/strategies/strategies.ts'
import type { Parameters, SetupSituation } from '../../../src/strategies/strategy.ts'
import { aMarket, aSituation } from '../builders.ts'

const { parameters, preview } = STRATEGIES.grid

/** Answers every question with its suggestion. */
function suggested(situation: SetupSituation): Parameters {
  const { spacing: _, ...answers } = withSuggestions(STRATEGIES.grid, {}, situation)
  return answers
}

function check(name: string, value: string, overrides: Partial<SetupSituation> = {}) {
  const earlier = { lower: '90', upper: '110', money: '60' }
  const parameter = parameters.find((one) => one.name === name)
  return parameter && faultOf(parameter, value, earlier, aSituation(overrides))
}

describe('suggestions', () => {
  test.each([
    ['1000', { lower: '90', upper: '110', money: '210', gridCount: '10' }],
    ['50', { lower: '90', upper: '110', money: '50', gridCount: '8' }],
    ['7', { lower: '90', upper: '110', money: '7', gridCount: '1' }],
    ['5.049', { lower: '90', upper: '110', money: '5.04504', gridCount: '1' }],
    ['3', { lower: '90', upper: '110', money: '3', gridCount: '1' }],
  ])('for %s free', (free, expected) => {
    expect(suggested(aSituation({ free: new Big(free) }))).toEqual(expected)
  })

  test('pass their own checks and make a preview', () => {
    const situations = fc.record({
      price: fc.integer({ min: 30, max: 10_000_000 }),
      tickDigits: fc.integer({ min: 0, max: 8 }),
      stepDigits: fc.integer({ min: 0, max: 8 }),
      minCost: fc.integer({ min: 0, max: 20 }),
      fee: fc.integer({ min: 0, max: 60 }),
    })
    fc.assert(
      fc.property(situations, ({ price, tickDigits, stepDigits, minCost, fee }) => {
        const tickSize = new Big(10).pow(-tickDigits)
        const stepSize = new Big(10).pow(-stepDigits)
        const market = aMarket({
          tickSize,
          stepSize,
          minAmount: stepSize,
          minCost: new Big(minCost),
        })
        const situation = aSituation({
          market,
          price: tickSize.times(price),
          feeRate: new Big(fee).div(10_000),
          free: new Big('1e9'),
        })

        const answers = suggested(situation)

        expect(firstFaultOf(STRATEGIES.grid, answers, situation)).toBeUndefined()
        expect(preview(answers, situation)).toMatchObject({ ok: true })
        expect(roundDownTo(tickSize, new Big(answers['upper'] ?? '0')).toFixed()).toBe(
          answers['upper'],
        )
      }),
      { numRuns: 20 },
    )
  })

  test('of a refusal mend what was refused', () => {
    const answers = fc.record({
      lower: fc.integer({ min: 0, max: 120 }),
      upper: fc.integer({ min: 0, max: 130 }),
      money: fc.integer({ min: 0, max: 300 }),
      gridCount: fc.integer({ min: 0, max: 120 }),
    })
    fc.assert(
      fc.property(answers, (numbers) => {
        let mended: Parameters = Object.fromEntries(
          Object.entries(numbers).map(([name, value]) => [name, String(value)]),
        )
        for (const { name } of parameters) {
          const result = preview(mended, aSituation())
          if (result.ok) break
          expect(parameters.map((one) => one.name)).toContain(result.field)
          mended = { ...mended, [result.field]: result.suggestion.toFixed() }
          const again = preview(mended, aSituation())
          expect(again.ok || again.field !== result.field, `${name} was mended`).toBe(true)
        }
        expect(preview(mended, aSituation())).toMatchObject({ ok: true })
      }),
      { numRuns: 20 },
    )
  })
})

describe('checks', () => {
  test.each([
    ['lower', '90'],
    ['upper', '110'],
    ['money', '60'],
    ['gridCount', '10'],
  ])('let %s %s pass', (name, value) => {
    expect(check(name, value)).toBeUndefined()
  })

  test('name the field, the bound and a value that would do', () => {
    const sentences = [
      check('lower', '0'),
      check('lower', '100'),
      check('upper', '80'),
      check('upper', '90.1'),
      check('money', '5'),
      check('money', '70', { free: new Big(60) }),
      check('money', '5', { free: new Big(3) }),
      check('money', '70', { free: new Big(3) }),
      check('gridCount', '2.5'),
      check('gridCount', '11', { market: aMarket({ tickSize: new Big(2) }) }),
      check('gridCount', '99', { feeRate: new Big('0.006') }),
      check('gridCount', '12'),
    ]

    expect(sentences.join('\n')).toMatchInlineSnapshot(`
      "Lowest price must be at least 0.01 USDT, the smallest price here: 90 USDT would do.
      Lowest price must be at most 99.99 USDT, under the price now: 90 USDT would do.
      Highest price must be at least 90.19 USDT, above the lowest price: 110 USDT would do.
      Highest price must be at least 90.19 USDT, or fees eat the profit: 110 USDT would do.
      Money must be at least 5.04504 USDT, or orders are too small for the exchange: 6.06 USDT would do.
      Money must be at most 60 USDT, what is free: 60 USDT would do.
      Money must be at least 5.04504 USDT, or orders are too small for the exchange, and only 3 USDT is free.
      Money must be at least 5.04504 USDT, or orders are too small for the exchange, and only 3 USDT is free.
      Number of grids must be a whole number from 1 to 100: 9 would do.
      Number of grids must be at most 10, as prices move in steps of 2 USDT: 9 would do.
      Number of grids must be at most 15, or fees eat the profit: 9 would do.
      Number of grids must be at most 11, or orders are too small for the exchange: 9 would do."
    `)
  })
})
