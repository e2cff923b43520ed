import { Big } from 'big.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Side } from '../../src/exchange/market.ts'
import { costOf, type PositionFill, positionOf } from '../../src/trading/position.ts'

/** A fill of BTC/USDT, e.g. `fill('buy', '1', '100', '0.001 BTC')` or with `'0.1 BNB = 60'`. */
function fill(side: Side, amount: string, cost: string, feeText = '0 BNB'): PositionFill {
  const [fee = '0', feeCurrency = 'BNB', , value] = feeText.split(' ')
  return {
    side,
    amount: new Big(amount),
    cost: new Big(cost),
    fee: new Big(fee),
    feeCurrency,
    feeValue: value === undefined ? undefined : new Big(value),
  }
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
    [
      'a buy with a fee in a third coin: its worth is cost',
      [fill('buy', '2', '100', '1 BNB = 6')],
      '2 | 53 | 106 | 0',
    ],
    [
      'a fee in a third coin of unknown worth: nowhere yet',
      [fill('buy', '2', '100', '1 BNB')],
      '2 | 50 | 100 | 0',
    ],
    [
      'a sale with a fee in a third coin: less proceeds',
      [fill('buy', '4', '200'), fill('sell', '1', '60', '1 BNB = 6')],
      '3 | 50 | 150 | 4',
    ],
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
      fill('buy', '1', '50', '0.1 BNB = 60'),
      fill('sell', '1', '60', '0.06 USDT'),
      fill('sell', '1', '60', '0.2 BNB'),
      fill('sell', '1', '60', '0 USD1'),
    ]

    const { boughtAmount, fees, unvaluedFees } = positionOf(fills, 'BTC', 'USDT')

    expect(boughtAmount.toFixed()).toBe('3')
    const inText = (amounts: ReadonlyMap<string, Big>) =>
      [...amounts].map(([coin, fee]) => `${fee.toFixed()} ${coin}`)
    expect(inText(fees)).toEqual(['0.002 BTC', '0.3 BNB', '0.06 USDT'])
    expect(inText(unvaluedFees)).toEqual(['0.2 BNB'])
  })

  const decimals = fc.integer({ min: 1, max: 10 ** 12 }).map((n) => new Big(n).div(10 ** 8))
  const someFills = fc.array(
    fc
      .record({
        side: fc.constantFrom<Side>('buy', 'buy', 'sell'),
        amount: decimals,
        cost: decimals,
        fee: fc.oneof(
          decimals.map((n) => n.div(1000)),
          fc.constant(new Big(0)),
        ),
        feeCurrency: fc.constantFrom('BTC', 'USDT', 'BNB', 'KCS'),
        worth: fc.option(decimals, { nil: undefined }),
      })
      .map(({ worth, ...one }) => ({
        ...one,
        feeValue: ['BTC', 'USDT'].includes(one.feeCurrency) ? new Big(0) : worth,
      })),
    { maxLength: 30 },
  )

  test('money in = money out + position cost + fees, exactly, whatever coin the fees are in', () => {
    fc.assert(
      fc.property(someFills, (fills) => {
        let amount = new Big(0)
        let moneyIn = new Big(0)
        let moneyOut = new Big(0)
        let feesInQuote = new Big(0)
        for (const { side, amount: base, cost, fee, feeCurrency, feeValue } of fills) {
          amount = side === 'buy' ? amount.plus(base) : amount.minus(base)
          if (side === 'buy') moneyOut = moneyOut.plus(cost)
          else moneyIn = moneyIn.plus(cost)
          if (feeCurrency === 'BTC') amount = amount.minus(fee)
          else if (feeCurrency === 'USDT') feesInQuote = feesInQuote.plus(fee)
          else feesInQuote = feesInQuote.plus(feeValue ?? 0)
        }

        const { amount: held, cost, realized } = positionOf(fills, 'BTC', 'USDT')

        expect(held.toFixed()).toBe(amount.toFixed())
        // What came in is what went out, the fees and the profit, less what is still in coins.
        expect(moneyIn.toFixed()).toBe(
          moneyOut.plus(feesInQuote).plus(realized).minus(cost).toFixed(),
        )
      }),
      { numRuns: 200 },
    )
  })

  test('counting on from what earlier fills came to gives the same as counting all', () => {
    fc.assert(
      fc.property(someFills, fc.nat(30), (fills, cut) => {
        const before = positionOf(fills.slice(0, cut), 'BTC', 'USDT')

        const after = positionOf(fills.slice(cut), 'BTC', 'USDT', before)

        expect(after).toEqual(positionOf(fills, 'BTC', 'USDT'))
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
