import { Big } from 'big.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Side } from '../../src/exchange/market.ts'
import { costOf, type PositionFill, positionOf } from '../../src/trading/position.ts'

/** A fill of BTC/USDT, e.g. `fill('buy', '1', '100', '0.001 BTC')`. */
function fill(side: Side, amount: string, cost: string, feeText = '0 BNB'): PositionFill {
  const [fee = '0', feeCurrency = 'BNB'] = feeText.split(' ')
  return { side, amount: new Big(amount), cost: new Big(cost), fee: new Big(fee), feeCurrency }
}

function positionText(fills: PositionFill[]): string {
  const { amount, averageCost, cost, realized } = positionOf(fills, 'BTC', 'USDT')
  return [amount, averageCost, cost, realized].map((value) => value.toFixed()).join(' | ')
}

describe('positionOf()', () => {
  test.each<[string, PositionFill[], string]>([
    ['nothing', [], '0 | 0 | 0 | 0'],
    ['a buy', [fill('buy', '2', '100')], '2 | 50 | 100 | 0'],
    [
      'a buy with a base fee: less amount, same cost',
      [fill('buy', '2', '100', '0.4 BTC')],
      '1.6 | 62.5 | 100 | 0',
    ],
    [
      'a buy with a quote fee: more cost',
      [fill('buy', '2', '100', '1 USDT')],
      '2 | 50.5 | 101 | 0',
    ],
    ['a buy with a fee in a third coin', [fill('buy', '2', '100', '1 BNB')], '2 | 50 | 100 | 0'],
    [
      'two buys: their average',
      [fill('buy', '1', '100'), fill('buy', '3', '100')],
      '4 | 50 | 200 | 0',
    ],
    [
      'a sale: the average cost stays',
      [fill('buy', '4', '200'), fill('sell', '1', '60')],
      '3 | 50 | 150 | 10',
    ],
    [
      'a sale with a quote fee: less proceeds',
      [fill('buy', '4', '200'), fill('sell', '1', '60', '2 USDT')],
      '3 | 50 | 150 | 8',
    ],
    [
      'a sale with a base fee: the fee leaves the position and bears its cost',
      [fill('buy', '4', '200'), fill('sell', '1', '60', '1 BTC')],
      '2 | 50 | 100 | -40',
    ],
    [
      'everything sold: nothing is left of the cost',
      [fill('buy', '3', '100'), fill('sell', '1', '40'), fill('sell', '2', '80')],
      '0 | 0 | 0 | 20',
    ],
    [
      'more sold than bought: below zero, at no cost',
      [fill('buy', '1', '100'), fill('sell', '1', '90', '0.1 BTC')],
      '-0.1 | 0 | 0 | -10',
    ],
    [
      'a cost that does not divide: rounded up at 18 digits',
      [fill('buy', '3', '100')],
      '3 | 33.333333333333333334 | 100 | 0',
    ],
  ])('%s', (_what, fills, expected) => {
    expect(positionText(fills)).toBe(expected)
  })

  test('reports what was bought, and fees by coin', () => {
    const fills = [
      fill('buy', '2', '100', '0.002 BTC'),
      fill('buy', '1', '50', '0.1 BNB'),
      fill('sell', '1', '60', '0.06 USDT'),
      fill('sell', '1', '60', '0.2 BNB'),
      fill('sell', '1', '60', '0 USD1'),
    ]

    const { boughtAmount, fees } = positionOf(fills, 'BTC', 'USDT')

    expect(boughtAmount.toFixed()).toBe('3')
    expect([...fees].map(([coin, fee]) => `${fee.toFixed()} ${coin}`)).toEqual([
      '0.002 BTC',
      '0.3 BNB',
      '0.06 USDT',
    ])
  })

  test('sums are exact: amount is what came less what went, realized − cost the money back less the money out', () => {
    const decimals = fc.integer({ min: 1, max: 10 ** 12 }).map((n) => new Big(n).div(10 ** 8))
    const someFills = fc.array(
      fc.record({
        side: fc.constantFrom<Side>('buy', 'buy', 'sell'),
        amount: decimals,
        cost: decimals,
        fee: decimals.map((n) => n.div(1000)),
        feeCurrency: fc.constantFrom('BTC', 'USDT', 'BNB'),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(someFills, (fills) => {
        let amount = new Big(0)
        let money = new Big(0)
        for (const { side, amount: base, cost, fee, feeCurrency } of fills) {
          const sign = side === 'buy' ? 1 : -1
          amount = amount.plus(base.times(sign)).minus(feeCurrency === 'BTC' ? fee : 0)
          money = money.minus(cost.times(sign)).minus(feeCurrency === 'USDT' ? fee : 0)
        }

        const position = positionOf(fills, 'BTC', 'USDT')

        expect(position.amount.toFixed()).toBe(amount.toFixed())
        expect(position.realized.minus(position.cost).toFixed()).toBe(money.toFixed())
      }),
      { numRuns: 100 },
    )
  })
})

test.each([
  ['0', '0'],
  ['1', '33.333333333333333334'],
  ['3', '100'],
  ['4', '100'],
])('costOf() %s of 3 bought for 100 is %s', (amount, expected) => {
  const position = { amount: new Big(3), cost: new Big(100) }

  expect(costOf(position, new Big(amount)).toFixed()).toBe(expected)
})
