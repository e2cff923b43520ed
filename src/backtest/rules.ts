import { Big } from 'big.js'
import type { Market } from '../exchange/market.ts'
import { MARKETS } from '../playground/paper-exchange/markets.ts'
import { BacktestRefused } from './backtest-refused.ts'
import type { Candle } from './candles.ts'

/** The rules that orders must keep, and where they are from. */
export interface Rules {
  market: Market
  /** False where the candles' own digits were the best guess. */
  known: boolean
}

/** The most digits that a price and an amount of one market have together: every cost is exact. */
const DIGITS = 8

/** The rules of a symbol: the paper exchange's, or guessed where it does not trade the symbol. */
export function rulesOf(symbol: string, candles: readonly Candle[]): Rules {
  const paper = MARKETS.find((market) => market.symbol === symbol)
  if (paper !== undefined) return { market: { ...paper, active: true }, known: true }
  const [base = '', quote = ''] = symbol.split('/')
  if (!/^[A-Z0-9]+\/[A-Z0-9]+$/.test(symbol)) {
    throw new BacktestRefused(`“${symbol}” is no symbol: write it like BTC/USDT.`)
  }
  const digits = Math.min(DIGITS, Math.max(...candles.map(({ close }) => digitsOf(close))))
  const market = {
    symbol,
    base,
    quote,
    active: true,
    maxAmount: undefined,
    tickSize: new Big(10).pow(-digits),
    stepSize: new Big(10).pow(digits - DIGITS),
    minAmount: new Big(10).pow(digits - DIGITS),
    minCost: new Big(quote.includes('USD') ? 5 : 0),
  }
  return { market, known: false }
}

function digitsOf(price: Big): number {
  return price.toFixed().split('.')[1]?.length ?? 0
}
