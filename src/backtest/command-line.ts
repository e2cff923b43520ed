import { parseArgs } from 'node:util'
import { STRATEGIES, STRATEGY_IDS, type StrategyId } from '../strategies/strategies.ts'
import { BacktestRefused } from './backtest-refused.ts'

/** What is asked for on the command line. */
export interface Request {
  strategy: StrategyId
  symbol: string
  /** Path of the CSV. */
  candles: string
  /** Settings by name, the money among them. */
  given: ReadonlyMap<string, string>
}

/** How to ask. */
export const USAGE = [
  'npm run backtest -- --strategy NAME --symbol BTC/USDT --candles FILE.csv [--money 1000] [--set lower=50000 …]',
  `Strategies: ${STRATEGY_IDS.map((id) => `${id} (${STRATEGIES[id].parameters.map(({ name }) => name).join(', ')})`).join('; ')}.`,
  'Candles: timestamp in milliseconds, open, high, low, close, volume, as ccxt gives them. What is not set is suggested.',
].join('\n')

const OPTIONS = {
  strategy: { type: 'string' },
  symbol: { type: 'string' },
  candles: { type: 'string' },
  money: { type: 'string' },
  set: { type: 'string', multiple: true },
} as const

/** @throws {BacktestRefused} */
export function readCommandLine(args: string[]): Request {
  const { strategy, symbol, candles, money, set = [] } = parse(args)
  const id = STRATEGY_IDS.find((one) => one === strategy)
  if (id === undefined) {
    throw new BacktestRefused(`--strategy must be ${STRATEGY_IDS.join(' or ')}.`)
  }
  if (symbol === undefined) throw new BacktestRefused('--symbol is missing, e.g. BTC/USDT.')
  if (candles === undefined) throw new BacktestRefused('--candles is missing: name a CSV file.')
  const given = new Map(set.map(toPair))
  if (money !== undefined) given.set('money', money)
  return { strategy: id, symbol: symbol.toUpperCase(), candles, given }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new BacktestRefused(error.message, { cause: error })
  }
}

function toPair(text: string): [string, string] {
  const [name = '', value] = text.split(/=(.*)/s)
  if (value === undefined || value === '') {
    throw new BacktestRefused(`--set ${text}: write it like --set lower=50000.`)
  }
  return [name, value]
}
