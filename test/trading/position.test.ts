import { Big } from 'big.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { feesBeside, type Fee } from '../../src/exchange/fees.ts'
import type { Side } from '../../src/exchange/market.ts'
import { costOf, type PositionFill, positionOf } from '../../src/trading/position.ts'
import { sum } from '../../src/trading/sum.ts'

/**
 * A fill of BTC/USDT, e.g. `fill('buy', '1', '100', '0.001 BTC + 1 USDT')`, with `'0.1 BNB = 60'` or with
 * `'unknown'` fees.
 */
function fill(side: Side, amount: string, cost: string, feesText = ''): PositionFill {
  const [list = '', value] = feesText.split(' = ')
  const fees = list.split(' + ').filter((text) => text !== '')
  return {
    side,
    amount: new Big(amount),
    cost: new Big(cost),
    fees: feesText === 'unknown' ? 'unknown' : fees.map(aFee),
    feeValue: value === undefined ? undefined : new Big(value),
  }
}

function aFee(text: string): Fee {
  const [amount = '', coin = ''] = text.split(' ')
  return { amount: new Big(amount), coin }
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
      'fees in three coins at once: each where it belongs',
      [fill('buy', '2', '100', '0.4 BTC + 1 USDT + 1 BNB = 6')],
      '1.6 | 66.875 | 107 | 0',
    ],
    [
      'a rebate in base: more coins for the same money',
      [fill('buy', '2', '100', '-0.5 BTC')],
      '2.5 | 40 | 100 | 0',
    ],
    [
      'a sale with a rebate in quote: more proceeds',
      [fill('buy', '4', '200'), fill('sell', '1', '60', '-2 USDT')],
      '3 | 50 | 150 | 12',
    ],
    [
      'unknown fees: the amounts alone',
      [fill('buy', '4', '200', 'unknown'), fill('sell', '1', '60', 'unknown')],
      '3 | 50 | 150 | 10',
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
      fill('sell', '1', '60', '0.3 GT + 0.1 BNB'),
      fill('buy', '5', '250', 'unknown'),
      fill('sell', '3', '150', 'unknown'),
    ]

    const { boughtAmount, fees, unvaluedFees, ...unclear } = positionOf(fills, 'BTC', 'USDT')

    expect(boughtAmount.toFixed()).toBe('8')
    const inText = (amounts: ReadonlyMap<string, Big>) =>
      [...amounts].map(([coin, fee]) => `${fee.toFixed()} ${coin}`)
    expect(inText(fees)).toEqual(['0.002 BTC', '0.4 BNB', '0.06 USDT', '0.3 GT'])
    expect(inText(unvaluedFees)).toEqual(['0.3 BNB', '0.3 GT'])
    expect(unclear.unknownFees).toBe(2)
    expect(unclear.unclearAmount.toFixed()).toBe('5')
  })

  const decimals = fc.integer({ min: 1, max: 10 ** 12 }).map((n) => new Big(n).div(10 ** 8))
  // Below zero it is a rebate.
  const aFeeAmount = fc
    .tuple(decimals, fc.constantFrom(1, 1, -1))
    .map(([n, sign]) => n.div(1000).times(sign))
  const someFees = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(
        fc.record({ amount: aFeeAmount, coin: fc.constantFrom('BTC', 'USDT', 'BNB', 'KCS') }),
        { maxLength: 4 },
      ),
    },
    { weight: 1, arbitrary: fc.constant('unknown' as const) },
  )
  const someFills = fc.array(
    fc
      .record({
        side: fc.constantFrom<Side>('buy', 'buy', 'sell'),
        amount: decimals,
        cost: decimals,
        fees: someFees,
        worth: fc.option(decimals, { nil: undefined }),
      })
      .map(({ worth, ...one }): PositionFill => {
        const isThird = feesBeside(one.fees, 'BTC', 'USDT').length > 0
        return { ...one, feeValue: isThird ? worth : new Big(0) }
      }),
    { maxLength: 30 },
  )

  test('money in = money out + position cost + fees, exactly, whatever coin the fees are in', () => {
    fc.assert(
      fc.property(someFills, (fills) => {
        let amount = new Big(0)
        let moneyIn = new Big(0)
        let moneyOut = new Big(0)
        let feesInQuote = new Big(0)
        for (const { side, amount: base, cost, fees, feeValue } of fills) {
          amount = side === 'buy' ? amount.plus(base) : amount.minus(base)
          if (side === 'buy') moneyOut = moneyOut.plus(cost)
          else moneyIn = moneyIn.plus(cost)
          feesInQuote = feesInQuote.plus(feeValue ?? 0)
          for (const fee of fees === 'unknown' ? [] : fees) {
            if (fee.coin === 'BTC') amount = amount.minus(fee.amount)
            if (fee.coin === 'USDT') feesInQuote = feesInQuote.plus(fee.amount)
          }
        }

        const { amount: held, cost, realized, ...unclear } = positionOf(fills, 'BTC', 'USDT')

        expect(held.toFixed()).toBe(amount.toFixed())
        // What came in is what went out, the fees and the profit, less what is still in coins.
        expect(moneyIn.toFixed()).toBe(
          moneyOut.plus(feesInQuote).plus(realized).minus(cost).toFixed(),
        )
        const unknown = fills.filter(({ fees }) => fees === 'unknown')
        const bought = unknown.filter(({ side }) => side === 'buy').map((one) => one.amount)
        expect(unclear.unknownFees).toBe(unknown.length)
        expect(unclear.unclearAmount.toFixed()).toBe(sum(bought).toFixed())
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
