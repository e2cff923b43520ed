import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { dcaStrategy } from '../../../src/strategies/dca/dca.ts'
import type { Parameters, Situation, SlotFill } from '../../../src/strategies/strategy.ts'
import { aFill, aMarket, aSituation, feeOf, someDca } from '../builders.ts'
import { wishOf } from '../wish-of.ts'

/** The wish as lines: `1b buy 1.989 at 100.5 at once`, and how it ends. */
function wishes(
  fills: SlotFill[],
  overrides: Partial<Situation> = {},
  parameters: Parameters = someDca(),
): string[] {
  const { orders, ends } = wishOf(dcaStrategy, parameters, aSituation(overrides), fills)
  const lines = orders.map(({ slot, side, amount, price, timeInForce, onlyIfResting }) => {
    const how = timeInForce === 'IOC' ? ' at once' : onlyIfResting ? ' (only if resting)' : ''
    return `${slot} ${side} ${amount.toFixed()} at ${price.toFixed()}${how}`
  })
  return ends === undefined ? lines : [...lines, ends]
}

/** A buy without a fee. */
function bought(slot: string, amount: string, price: string, more: Partial<SlotFill> = {}) {
  return aFill('buy', amount, price, { slot, ...more })
}

function sold(slot: string, amount: string, price: string, more: Partial<SlotFill> = {}) {
  return aFill('sell', amount, price, { slot, ...more })
}

const base = bought('1b', '1.988', '100')
const SAFETY = [
  '1s1 buy 2.038 at 98',
  '1s2 buy 2.081 at 96',
  '1s3 buy 2.125 at 94',
  '1s4 buy 2.171 at 92',
]
/** 100 × 1.01 / 0.999, up to the tick. */
const SALE = '1t sell 1.988 at 101.11'

describe('a deal', () => {
  test.each<[string, SlotFill[], string[]]>([
    [
      'begins with a buy that fills at once, at most 0.5 % above the price',
      [],
      ['1b buy 1.988 at 100.5 at once'],
    ],
    [
      'orders again what its base order missed, and offers what it has',
      [bought('1b', '1', '100')],
      ['1b buy 0.994 at 100.5 at once', '1t sell 1 at 101.11'],
    ],
    [
      'takes a base order for whole that cost a little less than it might',
      [base],
      [...SAFETY, SALE],
    ],
    [
      'measures the steps from what the base order paid on average',
      [bought('1b', '1', '99'), bought('1b', '1', '101', { cost: new Big(97) })],
      [
        '1s1 buy 2.08 at 96.04',
        '1s2 buy 2.123 at 94.08',
        '1s3 buy 2.168 at 92.12',
        '1s4 buy 2.216 at 90.16',
        '1t sell 2 at 99.08',
      ],
    ],
    [
      'moves its sale to the new average when a safety order fills',
      [base, bought('1s1', '2.038', '98')],
      [...SAFETY.slice(1), '1t sell 4.026 at 100.08'],
    ],
    [
      'goes on with a safety order that filled in part',
      [base, bought('1s1', '1', '98')],
      ['1s1 buy 1.038 at 98', ...SAFETY.slice(1), '1t sell 2.988 at 100.43'],
    ],
    [
      'leaves a rest alone that is too small to place anew',
      [base, bought('1s1', '2.03', '98')],
      ['1s1 buy 0.008 at 98 (only if resting)', ...SAFETY.slice(1), '1t sell 4.018 at 100.08'],
    ],
    [
      'sells less after a base fee, for more',
      [bought('1b', '1.988', '100', feeOf('0.001988 BTC'))],
      [...SAFETY, '1t sell 1.986 at 101.21'],
    ],
    [
      'earns back a quote fee',
      [bought('1b', '1.988', '100', feeOf('0.1988 USDT'))],
      [...SAFETY, '1t sell 1.988 at 101.21'],
    ],
    [
      'earns back the usual fee where it was taken in a third coin',
      [bought('1b', '1.988', '100', feeOf('0.00033 BNB'))],
      [...SAFETY, '1t sell 1.988 at 101.21'],
    ],
    [
      'earns back no more than the usual fee where a part of it was taken in a third coin',
      [bought('1b', '1.988', '100', feeOf('0.1 USDT + 0.00016 BNB'))],
      [...SAFETY, '1t sell 1.988 at 101.21'],
    ],
    [
      'goes on selling the rest at the same average, and buys no more base',
      [base, sold('1t', '1', '101.11')],
      [...SAFETY, '1t sell 0.988 at 101.11'],
    ],
    [
      'is over when all is sold: the next begins with the same money',
      [base, sold('1t', '1.988', '101.11')],
      ['2b buy 1.988 at 100.5 at once'],
    ],
    [
      'is over when what is left is too small to sell',
      [base, sold('1t', '1.95', '101.11')],
      ['2b buy 1.988 at 100.5 at once'],
    ],
    [
      'sells what the deal before could not, and gives the last orders less money for it',
      [base, sold('1t', '1.95', '101.11'), bought('2b', '1.988', '100')],
      [
        '2s1 buy 2.038 at 98',
        '2s2 buy 2.081 at 96',
        '2s3 buy 2.125 at 94',
        '2s4 buy 2.13 at 92', // 3.8 USDT of the money are in what is left
        '2t sell 2.026 at 101.11',
      ],
    ],
    [
      'first sells what a safety order of the deal before bought late',
      [base, sold('1t', '1.988', '101.11'), bought('1s1', '2.038', '98')],
      ['2t sell 2.038 at 99.08'],
    ],
    [
      'begins anew after that',
      [
        base,
        sold('1t', '1.988', '101.11'),
        bought('1s1', '2.038', '98'),
        sold('2t', '2.038', '99.08'),
      ],
      ['3b buy 1.988 at 100.5 at once'],
    ],
    [
      'is over when an exit has sold its coins',
      [base, sold('exit', '1.988', '97')],
      ['2b buy 1.988 at 100.5 at once'],
    ],
    [
      'goes on with what an exit has left it',
      [base, sold('exit', '1', '97')],
      [...SAFETY, '1t sell 0.988 at 101.11'],
    ],
  ])('%s', (_, fills, expected) => {
    const price = fills.some(({ slot }) => slot === '1s1') ? '98' : '100'
    const situation = fills.some(({ slot }) => slot.startsWith('1t')) ? '100' : price

    expect(wishes(fills, { price: new Big(situation) })).toEqual(expected)
  })

  test('never buys its base from its own sale', () => {
    const fills = [bought('1b', '1', '100')]

    expect(wishes(fills, { price: new Big('100.7') })).toEqual([...SAFETY, '1t sell 1 at 101.11'])
  })

  test('gives later orders more money and longer steps by the scales', () => {
    const parameters = someDca({ baseOrder: '100', volumeScale: '1.5', stepScale: '2' })

    expect(wishes([bought('1b', '0.99', '100')], {}, parameters)).toEqual([
      '1s1 buy 1.529 at 98', // 150 USDT, 2 % under it
      '1s2 buy 2.391 at 94', // 225, 6 %
      '1s3 buy 3.92 at 86', // 337.5, 14 %
      '1s4 buy 2.675 at 70', // 187.5 are left of the money
      '1t sell 0.99 at 101.11',
    ])
  })

  test('buys no more in one order than the exchange takes', () => {
    const market = aMarket({ maxAmount: new Big(1) })

    expect(wishes([], { market })).toEqual(['1b buy 1 at 100.5 at once'])
  })

  test('waits for the cool-down, by the time of the sale', () => {
    const parameters = someDca({ coolDown: '30' })
    const fills = [base, sold('1t', '1.988', '101.11', { at: new Date('2026-01-01T12:00:00Z') })]
    const at = (time: string) => wishes(fills, { now: new Date(`2026-01-01T${time}Z`) }, parameters)

    expect(at('12:29:59.999')).toEqual([])
    expect(at('12:30:00.000')).toEqual(['2b buy 1.988 at 100.5 at once'])
  })
})

describe('the stop-loss', () => {
  const parameters = someDca({ stopLoss: '10' })
  const stop = (fills: SlotFill[], price: string) =>
    wishes(fills, { price: new Big(price) }, parameters)

  test.each<[string, SlotFill[], string, string[]]>([
    ['waits above its price', [base], '90.01', [...SAFETY, SALE]],
    [
      'sells all at once from its price on, at most 2 % under the price now',
      [base],
      '90',
      ['1x sell 1.988 at 88.2 at once', 'stop-loss'],
    ],
    [
      'goes on with the rest once it has sold, wherever the price goes',
      [base, sold('1x', '1', '89')],
      '99',
      ['1x sell 0.988 at 97.02 at once', 'stop-loss'],
    ],
    [
      'sells what was still bought meanwhile',
      [base, sold('1x', '1.988', '89'), bought('1s4', '2', '92')],
      '99',
      ['1x sell 2 at 97.02 at once', 'stop-loss'],
    ],
    ['ends the bot when all is sold', [base, sold('1x', '1.988', '89')], '99', ['stop-loss']],
    [
      'ends the bot when what is left is too small to sell',
      [base, sold('1x', '1.95', '89')],
      '99',
      ['stop-loss'],
    ],
    [
      'of the deal before says nothing of the next',
      [base, sold('1t', '1.988', '101.11')],
      '80',
      ['2b buy 2.485 at 80.4 at once'],
    ],
  ])('%s', (_, fills, price, expected) => {
    expect(stop(fills, price)).toEqual(expected)
  })
})

test.each([{ money: 'x' }, { stopLoss: '-1' }, { safetyOrders: '1e3' }])(
  'wish throws on a parameter that is no decimal: %o',
  (overrides: Parameters) => {
    expect(() => wishes([], {}, someDca(overrides))).toThrow(TypeError)
  },
)
