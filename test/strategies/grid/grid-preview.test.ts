import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { gridStrategy } from '../../../src/strategies/grid/grid.ts'
import type { Parameters, Situation } from '../../../src/strategies/strategy.ts'
import { profitPercent } from '../../../src/strategies/grid/grid-profit.ts'
import { aMarket, aSituation, someParameters } from '../builders.ts'

function previewOf(overrides: Parameters = {}, situation: Situation = aSituation()) {
  return gridStrategy.preview(someParameters(overrides), situation)
}

describe('preview()', () => {
  test('tells levels, orders, money and profit', () => {
    const preview = previewOf()

    if (!preview.ok) throw new Error(preview.reason)
    expect(preview.levels.map(String)).toEqual(['90', '100', '110'])
    expect(preview.ordersAtStart.map((order) => order.slot)).toEqual(['cell:0'])
    expect(preview.moneyNeeded.toFixed()).toBe('200.18999') // (1.111 × 90 + 1 × 100) × 1.001
    expect(preview.smallestOrderCost.toFixed()).toBe('99.99')
    // 110 × 0.999 / (100 × 1.001) − 1, and 100 × 0.999 / (90 × 1.001) − 1
    const { lowest, highest } = profitPercent(preview.levels, new Big('0.001'))
    expect(lowest.toFixed(6)).toBe('9.780220')
    expect(highest.toFixed(6)).toBe('10.889111')
  })

  test('rounds levels down to the tick and ends at the highest price', () => {
    const preview = previewOf({ lower: '90.005', upper: '91.009', gridCount: '3' })

    if (!preview.ok) throw new Error(preview.reason)
    expect(preview.levels.map(String)).toEqual(['90', '90.33', '90.66', '91'])
  })

  test.each<[string, Parameters, string]>([
    ['a lowest price under the tick', { lower: '0.001' }, 'price-under-tick lower 0.01 90'],
    ['a range above the price', { lower: '100' }, 'range-above-price lower 99.99 90'],
    ['an inverted range', { upper: '90' }, 'range-inverted upper 90.19 110'],
    ['a range that fees eat', { upper: '90.18' }, 'profit-under-fees upper 90.19 110'],
    ['no grid at all', { gridCount: '0' }, 'grid-count-out-of-bounds gridCount 1 9'],
    ['half a grid', { gridCount: '2.5' }, 'grid-count-out-of-bounds gridCount 1 9'],
    ['too many grids', { gridCount: '101' }, 'grid-count-out-of-bounds gridCount 100 9'],
    [
      'levels closer than the tick',
      { upper: '90.5', gridCount: '60' },
      'grid-too-dense gridCount 50 2',
    ],
    [
      'grids whose profit fees eat',
      { upper: '91', gridCount: '6' },
      'profit-under-fees gridCount 5 5',
    ],
    [
      'more grids than the money does for',
      { money: '30', gridCount: '6' },
      'below-min-cost gridCount 5 4',
    ],
    ['money that does for no grid', { money: '5' }, 'below-min-cost money 5.04504 6.06'],
  ])('refuses %s', (_what, overrides, expected) => {
    const refusal = previewOf({ money: '60', ...overrides })

    if (refusal.ok) throw new Error('not refused')
    const { reason, field, bound, suggestion } = refusal
    expect(`${reason} ${field} ${bound.toFixed()} ${suggestion.toFixed()}`).toBe(expected)
  })

  test('asks for money with which a cell can still sell after a base fee', () => {
    const market = aMarket({ stepSize: new Big(1), minCost: new Big(0), minAmount: new Big(1) })
    const situation = aSituation({ market })

    expect(previewOf({ gridCount: '1', money: '180.17' }, situation)).toMatchObject({ ok: false })
    expect(previewOf({ gridCount: '1', money: '180.18' }, situation)).toMatchObject({ ok: true })
  })
})
