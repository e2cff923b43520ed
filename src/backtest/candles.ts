import { Big } from 'big.js'
import { BacktestRefused } from './backtest-refused.ts'

/** What a price did from `at` on, until the next candle. */
export interface Candle {
  at: Date
  open: Big
  high: Big
  low: Big
  close: Big
}

const DECIMAL = /^\d+(\.\d+)?([eE][-+]?\d+)?$/
/** In milliseconds, the year 1973; in seconds, the year 5138. */
const FIRST_LIKELY = 100_000_000_000

/**
 * Candles as ccxt's OHLCV in CSV: timestamp in milliseconds, open, high, low, close, volume; with a
 * header or without.
 *
 * @throws {BacktestRefused} which names the first line that will not do.
 */
export function readCandles(csv: string): Candle[] {
  const candles: Candle[] = []
  for (const [i, line] of csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    const isHeader = i === 0 && /^[a-z]/i.test(cells[0] ?? '')
    if (line.trim() === '' || isHeader) continue
    const candle = toCandle(cells)
    const fault = typeof candle === 'string' ? candle : faultOf(candle, candles.at(-1))
    if (fault !== undefined || typeof candle === 'string') {
      throw new BacktestRefused(`Line ${i + 1} of the candles: ${fault}.`)
    }
    candles.push(candle)
  }
  if (candles.length < 2) {
    throw new BacktestRefused(
      `There must be two candles at least, and there are ${candles.length}.`,
    )
  }
  return candles
}

/** Or what is wrong with it. */
function toCandle(cells: readonly string[]): Candle | string {
  const [time = '', ...rest] = cells
  const prices = rest.slice(0, 4)
  if (prices.length < 4) {
    return `it has ${cells.length} columns; it needs timestamp, open, high, low, close`
  }
  if (!/^\d+$/.test(time)) return `the timestamp “${time}” is no whole number of milliseconds`
  if (Number(time) < FIRST_LIKELY) {
    return `the timestamp ${time} looks like seconds; milliseconds are wanted`
  }
  const wrong = prices.findIndex((price) => !DECIMAL.test(price) || new Big(price).eq(0))
  if (wrong !== -1) return `the ${NAMES[wrong]} “${prices[wrong]}” is no price above zero`
  const [open, high, low, close] = prices.map((price) => new Big(price))
  return { at: new Date(Number(time)), open, high, low, close } as Candle
}

const NAMES = ['open', 'high', 'low', 'close']

function faultOf({ at, open, high, low, close }: Candle, before: Candle | undefined) {
  if (before && at <= before.at) return 'it is not later than the line before'
  if (low.gt(open) || low.gt(close)) return 'its low is above its open or its close'
  return high.lt(open) || high.lt(close) ? 'its high is below its open or its close' : undefined
}
