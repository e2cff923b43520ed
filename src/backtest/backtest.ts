import { FEE_RATE } from '../playground/paper-exchange/markets.ts'
import type { Picture } from '../exports/picture.ts'
import { readCandles } from './candles.ts'
import type { Request } from './command-line.ts'
import { figuresOf, type Figures } from './figures.ts'
import { pictureOf } from './pictures.ts'
import { reportOf } from './report.ts'
import { rulesOf } from './rules.ts'
import { runBacktest, type Outcome } from './run.ts'
import { FREE, settle } from './settings.ts'

/** What comes out of a backtest. */
export interface Backtest {
  outcome: Outcome
  figures: Figures
  report: string
  picture: Picture
}

/**
 * Lets a strategy trade over candles, with the runner's own plan and the paper exchange's matching.
 *
 * @throws {BacktestRefused} which says what would do.
 */
export function backtest(
  { strategy, symbol, given }: Omit<Request, 'candles'>,
  csv: string,
): Backtest {
  const candles = readCandles(csv)
  const rules = rulesOf(symbol, candles)
  const { market } = rules
  const [first] = candles
  if (first === undefined) throw new RangeError('Cannot run a backtest: there are no candles')
  const situation = { market, price: first.open, feeRate: FEE_RATE, free: FREE, now: first.at }
  const settings = settle(strategy, given, situation)
  const outcome = runBacktest(settings, market, candles)
  const figures = figuresOf(outcome, candles)
  return {
    outcome,
    figures,
    report: reportOf({ rules, settings, candles, outcome, figures }),
    picture: pictureOf(outcome, figures, candles),
  }
}
