import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { gridStrategy } from '../../../src/strategies/grid/grid.ts'
import { gridLevels } from '../../../src/strategies/grid/grid-levels.ts'
import type { Parameters, Situation, SlotFill } from '../../../src/strategies/strategy.ts'
import { aFill, aMarket, aSituation, feeOf, someParameters } from '../builders.ts'
import { wishOf } from '../wish-of.ts'

/** The wish as lines: `cell:0 buy 1.111 at 90`, with `(only if resting)`. */
function wishes(
  fills: SlotFill[],
  situation: Situation = aSituation(),
  parameters: Parameters = someParameters(),
): string[] {
  return wishOf(gridStrategy, parameters, situation, fills).orders.map(
    ({ slot, side, amount, price, onlyIfResting }) =>
      `${slot} ${side} ${amount.toFixed()} at ${price.toFixed()}${onlyIfResting ? ' (only if resting)' : ''}`,
  )
}

/** What cell 0 wants. */
function cell0(fills: SlotFill[], situation?: Situation, parameters?: Parameters) {
  return wishes(fills, situation, parameters).find((line) => line.startsWith('cell:0'))
}

const bought = aFill('buy', '1.111', '90')

describe('a new grid', () => {
  test.each([
    ['111', ['cell:0 buy 1.111 at 90', 'cell:1 buy 1 at 100']],
    ['100', ['cell:0 buy 1.111 at 90', 'cell:1 buy 1 at 100 (only if resting)']],
    ['90', ['cell:0 buy 1.111 at 90 (only if resting)', 'cell:1 buy 1 at 100 (only if resting)']],
  ])('at %s buys only below the price', (price, expected) => {
    expect(wishes([], aSituation({ price: new Big(price) }))).toEqual(expected)
  })

  test('leaves room for the fee in the money of every cell', () => {
    expect(cell0([], aSituation(), someParameters({ money: '180' }))).toBe('cell:0 buy 0.999 at 90')
  })

  test('buys no more than the largest order', () => {
    const market = aMarket({ maxAmount: new Big('0.7') })

    expect(cell0([], aSituation({ market }))).toBe('cell:0 buy 0.7 at 90')
  })

  test('wishes nothing the exchange would refuse', () => {
    expect(wishes([], aSituation(), someParameters({ money: '9' }))).toEqual([])
  })
})

describe('a cell', () => {
  test.each<[string, SlotFill[], string]>([
    ['sells what it bought', [bought], 'cell:0 sell 1.111 at 100'],
    [
      'sells less after a base fee, on the step',
      [aFill('buy', '1.111', '90', feeOf('0.001111 BTC'))],
      'cell:0 sell 1.109 at 100',
    ],
    [
      'sells all after a quote fee',
      [aFill('buy', '1.111', '90', feeOf('0.1 USDT'))],
      'cell:0 sell 1.111 at 100',
    ],
    ['goes on buying the rest', [aFill('buy', '0.4', '90')], 'cell:0 buy 0.711 at 90'],
    [
      'sells once the rest to buy is under the minimum',
      [aFill('buy', '1.1', '90')],
      'cell:0 sell 1.1 at 100',
    ],
    ['goes on selling the rest', [bought, aFill('sell', '0.5', '100')], 'cell:0 sell 0.611 at 100'],
    [
      'buys again after its sale',
      [bought, aFill('sell', '1.111', '100')],
      'cell:0 buy 1.111 at 90',
    ],
    [
      'buys again once the rest to sell is under the minimum, with the money that came back',
      [bought, aFill('sell', '1.081', '90')],
      'cell:0 buy 1.081 at 90',
    ],
    [
      'carries what it could not sell to the next sale',
      [
        aFill('buy', '1.111', '90', feeOf('0.001111 BTC')),
        aFill('sell', '1.109', '100'),
        aFill('buy', '1.111', '90', feeOf('0.001111 BTC')),
      ],
      'cell:0 sell 1.11 at 100', // 0.000889 left over + 1.109889 = 1.110778
    ],
    [
      'sells what it still bought while it was turning to selling',
      [aFill('buy', '1.1', '90'), aFill('buy', '0.011', '90')],
      'cell:0 sell 1.111 at 100',
    ],
    [
      'gives a new round the money of a sale that came late',
      [bought, aFill('sell', '1.081', '90'), aFill('sell', '0.03', '100')],
      'cell:0 buy 1.111 at 90',
    ],
    [
      'does not put its earnings at stake',
      [bought, aFill('sell', '1.111', '200')],
      'cell:0 buy 1.111 at 90',
    ],
    [
      'bears its losses out of its own money',
      [bought, aFill('sell', '1.111', '100', feeOf('61.1 USDT'))],
      'cell:0 buy 0.556 at 90',
    ],
    [
      'keeps to what a round began with, whichever coin the fee is in',
      [
        bought,
        aFill('sell', '1.111', '100', feeOf('61.155 USDT')), // leaves 50.055 USDT: 0.555 BTC
        aFill('buy', '0.4', '90', feeOf('0.04 BNB')),
      ],
      'cell:0 buy 0.155 at 90',
    ],
    [
      'sells less after a base fee on a sale',
      [bought, aFill('sell', '0.5', '100', feeOf('0.01 BTC'))],
      'cell:0 sell 0.601 at 100',
    ],
    [
      'ignores fees in a third coin',
      [aFill('buy', '1.111', '90', feeOf('5 BNB'))],
      'cell:0 sell 1.111 at 100',
    ],
    [
      'ignores the fills of other slots',
      [
        aFill('buy', '1', '90', { slot: 'cell:7' }),
        aFill('buy', '1', '90', { slot: 'take-profit' }),
      ],
      'cell:0 buy 1.111 at 90',
    ],
  ])('%s', (_does, fills, expected) => {
    expect(cell0(fills)).toBe(expected)
  })

  test('sells even when its level is under the price', () => {
    expect(cell0([bought], aSituation({ price: new Big(105) }))).toBe('cell:0 sell 1.111 at 100')
  })

  test('leaves a rest alone that is too small to place anew, while it can not sell either', () => {
    const parameters = someParameters({ money: '12.4' })
    const fills = [aFill('buy', '0.03', '90')]

    expect(cell0(fills, aSituation(), parameters)).toBe('cell:0 buy 0.038 at 90 (only if resting)')
  })

  test('leaves the rest of a sale alone, while there is no money to buy again', () => {
    const parameters = someParameters({ money: '12.4' })
    const fills = [aFill('buy', '0.068', '90'), aFill('sell', '0.03', '100')]

    expect(cell0(fills, aSituation(), parameters)).toBe(
      'cell:0 sell 0.038 at 100 (only if resting)',
    )
  })

  test('turns to buying when everything is sold, though earlier rules would not have let it sell', () => {
    const market = aMarket({ minCost: new Big(60) })
    const fills = [aFill('buy', '0.5', '90'), aFill('sell', '0.5', '100')]

    expect(cell0(fills, aSituation({ market }))).toBe('cell:0 buy 1.111 at 90')
  })
})

describe('levels equally far in percent', () => {
  test.each<[string, Parameters, string[]]>([
    [
      'lie on the powers of one ratio',
      { lower: '100', upper: '400', gridCount: '2' },
      ['100', '200', '400'],
    ],
    [
      'are rounded down to the tick, and end at the highest price',
      { lower: '90', upper: '110', gridCount: '3' },
      ['90', '96.22', '102.88', '110'],
    ],
    [
      'do not fall a tick short of a price that they hit',
      { lower: '64', upper: '729', gridCount: '6' },
      ['64', '96', '144', '216', '324', '486', '729'],
    ],
  ])('%s', (_, overrides, expected) => {
    const { lower = '', upper = '', gridCount } = overrides
    const range = { lower: new Big(lower), upper: new Big(upper), gridCount: Number(gridCount) }

    const levels = gridLevels({ ...range, spacing: 'geometric' }, new Big('0.01'))

    expect(levels.map(String)).toEqual(expected)
  })

  test('are what a bot trades at that was told so', () => {
    const parameters = someParameters({ spacing: 'geometric' })

    expect(wishes([], aSituation({ price: new Big(111) }), parameters)).toEqual([
      'cell:0 buy 1.111 at 90',
      'cell:1 buy 1.005 at 99.49',
    ])
  })
})

describe('a grid that ends', () => {
  const parameters = someParameters({ takeProfitPrice: '120', stopPrice: '80' })
  const at = (price: string, fills: SlotFill[]) =>
    wishOf(gridStrategy, parameters, aSituation({ price: new Big(price) }), fills)
  const closing = (side: 'take-profit' | 'stop-loss', amount: string) =>
    aFill('sell', amount, '100', { slot: side })

  test.each<[string, string, SlotFill[], string | undefined, string[]]>([
    [
      'trades on between its prices',
      '80.01',
      [bought],
      undefined,
      ['cell:0 1.111 at 100 resting', 'cell:1 1 at 100 resting'],
    ],
    [
      'sells all at the stop price, at most 2 % under the price now',
      '80',
      [bought, aFill('buy', '1', '100', { slot: 'cell:1' })],
      'stop-loss',
      ['stop-loss 2.111 at 78.4 at once'],
    ],
    [
      'sells all at the take-profit price, not under the range',
      '120',
      [bought],
      'take-profit',
      ['take-profit 1.111 at 117.6 at once'],
    ],
    [
      'goes on selling once it has begun, wherever the price goes',
      '100',
      [bought, closing('stop-loss', '1')],
      'stop-loss',
      ['stop-loss 0.111 at 98 at once'],
    ],
    [
      'rests the sale at the highest price when the price has left it behind',
      '100',
      [bought, closing('take-profit', '1')],
      'take-profit',
      ['take-profit 0.111 at 110 resting'],
    ],
    ['has ended when all is sold', '100', [bought, closing('stop-loss', '1.111')], 'stop-loss', []],
    ['has ended at once when it holds nothing', '120', [], 'take-profit', []],
  ])('%s', (_, price, fills, ends, expected) => {
    const wish = at(price, fills)

    expect(wish.ends).toBe(ends)
    const lines = wish.orders.map(({ slot, amount, price: limit, timeInForce }) => {
      const how = timeInForce === 'IOC' ? 'at once' : 'resting'
      return `${slot} ${amount.toFixed()} at ${limit.toFixed()} ${how}`
    })
    expect(lines).toEqual(expected)
  })
})

test.each([{ gridCount: '2.5x' }, { lower: '-1' }, { money: '1e3' }])(
  'wish throws on a parameter that is no decimal: %o',
  (overrides: Parameters) => {
    expect(() => wishOf(gridStrategy, someParameters(overrides), aSituation(), [])).toThrow(
      TypeError,
    )
  },
)
