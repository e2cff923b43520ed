import type { Big } from 'big.js'
import { FEE_RATE } from '../playground/paper-exchange/markets.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { count } from '../telegram/english.ts'
import { exact, moment, price, signedMoney } from '../telegram/format.ts'
import type { Candle } from './candles.ts'
import { percentOf, type Figures } from './figures.ts'
import type { Rules } from './rules.ts'
import type { Outcome } from './run.ts'
import type { Settings } from './settings.ts'
import { WALK_WORDS } from './walk.ts'

/** All that a report tells of. */
export interface Told {
  rules: Rules
  settings: Settings
  candles: readonly Candle[]
  outcome: Outcome
  figures: Figures
}

/** The outcome as a table, with the settings above it and how it was counted below. */
export function reportOf(told: Told): string {
  const { outcome, candles } = told
  const [first, last] = [candles[0]?.at, candles.at(-1)?.at]
  return [
    `${outcome.bot.name}: ${count(candles.length, 'candle')}, ${first ? moment(first) : ''} to ${last ? moment(last) : ''}`,
    '',
    ...settingLines(told),
    '',
    ...resultLines(told),
    ...endLines(told),
    '',
    ...howLines(told),
  ].join('\n')
}

function settingLines({ settings: { strategy, parameters, suggested } }: Told): string[] {
  const rows = STRATEGIES[strategy].parameters.flatMap(({ name, label }): string[][] => {
    const value = parameters[name]
    if (value === undefined) return [[label, '', name, 'none']]
    return [[label, value, name, suggested.has(name) ? 'suggested' : 'given']]
  })
  return table(rows, [1])
}

function resultLines({ figures, rules }: Told): string[] {
  const { quote } = rules.market
  const { money, realized, unrealized, hold } = figures
  const all = realized.plus(unrealized)
  const row = (label: string, bot: Big, held?: Big) => [
    label,
    bot.toFixed(2),
    `${signed(percentOf(bot, money))} %`,
    ...(held === undefined ? [] : [held.toFixed(2), `${signed(percentOf(held, money))} %`]),
  ]
  const rows = [
    ['', `Bot, ${quote}`, '', 'Buy and hold', ''],
    row('Profit', all, hold.profit),
    row('  realized', realized),
    row('  unrealized', unrealized),
    row('Fees, in it', figures.fees),
    [
      'Max drawdown',
      '',
      `${signed(figures.drawdown.neg())} %`,
      '',
      `${signed(hold.drawdown.neg())} %`,
    ],
  ]
  return table(rows, [1, 2, 3, 4])
}

function endLines({ outcome, figures: { position, buys, sells } }: Told): string[] {
  const [base, quote] = outcome.bot.symbol.split('/')
  const { amount, averageCost } = position
  return [
    '',
    `Trades: ${count(buys, 'buy')}, ${count(sells, 'sell')}.`,
    amount.gt(0)
      ? `Holds ${exact(amount)} ${base} at the end, bought at about ${price(averageCost)} ${quote}; ${count(outcome.resting.length, 'order')} rest.`
      : `Holds nothing at the end; ${count(outcome.resting.length, 'order')} rest.`,
    ...(outcome.stopped === undefined ? [] : [`It stopped before the end: ${outcome.stopped}.`]),
  ]
}

function howLines({ rules: { market, known }, figures: { money } }: Told): string[] {
  const { tickSize, stepSize, minCost, quote } = market
  const rules = `prices in steps of ${exact(tickSize)}, amounts of ${exact(stepSize)}, orders of ${exact(minCost)} ${quote} or more`
  return [
    `Money given: ${signedMoney(money, quote).slice(1)}. Fee: ${exact(FEE_RATE.times(100))} % of each trade.`,
    `${WALK_WORDS} On the way a resting order fills whole, at its own price, once the price reaches it.`,
    known
      ? `Rules of the symbol, as on the paper exchange: ${rules}.`
      : `Rules of the symbol, guessed from the candles’ digits: ${rules}.`,
  ]
}

function signed(percent: Big): string {
  return `${percent.gt(0) ? '+' : ''}${percent.toFixed(2)}`
}

/** Columns as wide as they must be; those of numbers stand to the right. */
function table(rows: readonly (readonly string[])[], numbers: readonly number[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => row[i]?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, i) =>
        numbers.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
