import { readFileSync } from 'node:fs'
import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { backtest } from '../../src/backtest/backtest.ts'
import { readCommandLine } from '../../src/backtest/command-line.ts'
import { STRATEGY_IDS, type StrategyId } from '../../src/strategies/strategies.ts'
import { sum } from '../../src/trading/sum.ts'

/** Ten days of hours, made by a seeded walk around 60,000. */
const CSV = readFileSync(new URL('./btc-usdt-1h.csv', import.meta.url), 'utf8')
const HOUR = 3_600_000

function tryOut(given: Record<string, string> = {}, csv = CSV, strategy: StrategyId = 'grid') {
  const asked = { strategy, symbol: 'BTC/USDT', given: new Map(Object.entries(given)) }
  return backtest(asked, csv)
}

/** Candles of an hour, as `open high low close`. */
function csvOf(...candles: string[]): string {
  return candles
    .map((candle, i) => `${1_767_225_600_000 + i * HOUR},${candle.split(' ').join(',')},1`)
    .join('\n')
}

/** One grid: buys at 100 with all of the money, sells at 110. */
const ONE_GRID = { lower: '100', upper: '110', money: '1001', gridCount: '1' }

test('a grid that buys at 100 and sells at 110 has earned what one counts by hand', () => {
  const csv = csvOf('105 106 99 101', '101 111 101 108')
  const { outcome, figures } = tryOut(ONE_GRID, csv)

  const told = outcome.fills.map(({ side, price, amount }) => [side, price.toFixed(), +amount])
  expect(told).toEqual([
    ['buy', '100', 10],
    ['sell', '110', 9.99],
  ])
  // 10 bought for 1,000; the fee leaves 9.99, sold for 1,098.90 less 0.1 %.
  expect(figures.realized.toFixed()).toBe('97.8011')
  expect(figures.unrealized.toFixed()).toBe('0')
  expect(figures.fees.toFixed()).toBe('2.0989')
  expect(figures.hold.profit.toFixed(2)).toBe('26.54')
})

test('a candle that fell is walked by its high first, one that rose by its low', () => {
  const sides = (candle: string) =>
    tryOut(ONE_GRID, csvOf(candle, '105 105 105 105')).outcome.fills.map(({ side }) => side)

  expect(sides('105 111 99 106')).toEqual(['buy', 'sell'])
  expect(sides('105 111 99 104')).toEqual(['buy'])
})

test.each(STRATEGY_IDS)(
  'the books of %s end with what is on the account, to the last digit',
  (id) => {
    const { outcome, figures } = tryOut({}, CSV, id)
    const { realized, cost, amount } = figures.position
    const last = new Big(CSV.trim().split('\n').at(-1)?.split(',')[4] ?? 0)

    expect(outcome.fills.length).toBeGreaterThan(5)
    expect(outcome.stopped).toBeUndefined()
    const worth = figures.money.plus(realized).minus(cost).plus(amount.times(last))
    expect(outcome.worth.at(-1)?.toFixed()).toBe(worth.toFixed())
    const spent = sum(
      outcome.fills.map(({ side, cost: one }) => (side === 'buy' ? one : one.neg())),
    )
    expect(spent.lte(figures.money)).toBe(true)
  },
)

test.each(STRATEGY_IDS)('%s comes to the same each time', (id) => {
  const [first, second] = [tryOut({}, CSV, id), tryOut({}, CSV, id)]

  expect(second.report).toBe(first.report)
  expect(second.picture).toEqual(first.picture)
})

test('the report tells settings, figures and how it was counted', () => {
  const { report } = tryOut({ money: '1000', lower: '57000', upper: '63000' })

  expect(report).toMatchInlineSnapshot(`
    "Grid BTC/USDT: 240 candles, 2026-01-01 00:00 UTC to 2026-01-10 23:00 UTC

    Lowest price            57000  lower            given
    Highest price           63000  upper            given
    Money                    1000  money            given
    Number of grids            10  gridCount        suggested
    Spacing            arithmetic  spacing          suggested
    Take-profit price              takeProfitPrice  none
    Stop-loss price                stopPrice        none

                  Bot, USDT           Buy and hold
    Profit            16.06  +1.61 %         32.91  +3.29 %
      realized        11.77  +1.18 %
      unrealized       4.29  +0.43 %
    Fees, in it        4.40  +0.44 %
    Max drawdown             -1.40 %                -4.76 %

    Trades: 23 buys, 21 sells.
    Holds 0.00322234 BTC at the end, bought at about 60,706.836 USDT; 10 orders rest.

    Money given: 1,000.00 USDT. Fee: 0.1 % of each trade.
    Each candle is walked open, low, high, close where it rose, and open, high, low, close where it fell. On the way a resting order fills whole, at its own price, once the price reaches it.
    Rules of the symbol, as on the paper exchange: prices in steps of 0.01, amounts of 0.00001, orders of 5 USDT or more."
  `)
})

test('a stop-loss sells near its price, though the candle goes far below', () => {
  const csv = csvOf('105 106 99 101', '101 101 50 52')
  const { outcome } = tryOut({ ...ONE_GRID, stopPrice: '95' }, csv)

  const sale = outcome.fills.at(-1)
  expect(sale?.side).toBe('sell')
  expect(sale?.price.gt('94.5') && sale.price.lte('95')).toBe(true)
  expect(outcome.stopped).toContain('stop-loss')
})

test('a symbol that the paper exchange does not trade gets rules from its candles', () => {
  const csv = csvOf('1.05 1.06 0.99 1.01', '1.01 1.11 1.01 1.08')
  const given = new Map(Object.entries({ lower: '1', upper: '1.1', money: '100', gridCount: '1' }))
  const { report, outcome } = backtest({ strategy: 'grid', symbol: 'FOO/USDT', given }, csv)

  expect(outcome.fills).toHaveLength(2)
  expect(report).toContain('guessed from the candles’ digits: prices in steps of 0.01')
})

test.each([
  ['lower', '90000', 'Lowest price must be at most'],
  ['lower', '5,5', 'lower: “5,5” is no number such as 1.5: write 5.5.'],
  ['lower', 'much', 'lower: “much” is no number such as 1.5.'],
  ['gridCount', '1000', '100'],
  ['colour', 'red', 'Grid has no setting “colour”: it has lower, upper'],
])('%s=%s is refused in words', (name, value, words) => {
  expect(() => tryOut({ [name]: value })).toThrow(words)
})

const GOOD = '1767225600000,105,106,99,101,1'

test.each([
  ['', 'There must be two candles at least, and there are 0.'],
  [GOOD, 'There must be two candles at least, and there are 1.'],
  [`${GOOD}\n1767229200000,1,2`, 'Line 2 of the candles: it has 3 columns'],
  [`a,b,c,d,e\n${GOOD}\nx,1,1,1,1`, 'Line 3 of the candles: the timestamp “x” is no whole number'],
  ['1767225600,1,1,1,1', 'Line 1 of the candles: the timestamp 1767225600 looks like seconds'],
  [`${GOOD}\n${GOOD}`, 'Line 2 of the candles: it is not later than the line before.'],
  [`1767225600000,105,nan,99,101`, 'Line 1 of the candles: the high “nan” is no price above zero.'],
  [`1767225600000,105,106,0,101`, 'Line 1 of the candles: the low “0” is no price above zero.'],
  [`1767225600000,105,106,102,101`, 'Line 1 of the candles: its low is above its open or its'],
  [`1767225600000,105,104,99,101`, 'Line 1 of the candles: its high is below its open or its'],
])('candles %j are refused, and the line is named', (csv, words) => {
  expect(() => tryOut({}, csv)).toThrow(words)
})

test.each<[string[], string]>([
  [['--symbol', 'BTC/USDT'], '--strategy must be grid or dca.'],
  [['--strategy', 'grid'], '--symbol is missing, e.g. BTC/USDT.'],
  [['--strategy', 'grid', '--symbol', 'BTC/USDT'], '--candles is missing: name a CSV file.'],
  [['--strategy', 'grid', '--sybmol', 'x'], 'Unknown option'],
])('the command line %j is refused in words', (args, words) => {
  expect(() => readCommandLine(args)).toThrow(words)
})

test('the command line gives settings by name', () => {
  const args = ['--strategy', 'dca', '--symbol', 'btc/usdt', '--candles', 'x.csv', '--money', '50']

  expect(readCommandLine([...args, '--set', 'deviation=1.5'])).toEqual({
    strategy: 'dca',
    symbol: 'BTC/USDT',
    candles: 'x.csv',
    given: new Map([
      ['deviation', '1.5'],
      ['money', '50'],
    ]),
  })
})
