import type { Big } from 'big.js'
import type { ExitPosition } from '../../sagas/exit-plan.ts'
import { signedMoney } from '../format.ts'
import type { Html } from '../view.ts'
import type { Words } from '../words.ts'

/** Telegram takes 4,096 characters and 100 buttons: lists go on in `/export`. */
const MOST_LINES = 30

/** Sums money of several quotes, e.g. `-212.40 USDT, -0.00210000 BTC`. */
export function sums(parts: readonly { amount: Big; coin: string }[], say = signedMoney): string {
  const totals = new Map<string, Big>()
  for (const { amount, coin } of parts) totals.set(coin, amount.plus(totals.get(coin) ?? 0))
  return [...totals].map(([coin, amount]) => say(amount, coin)).join(', ')
}

/** What selling these at what was shown would win or lose. */
export function profitOf(positions: readonly ExitPosition[]): string {
  return sums(positions.map((one) => ({ amount: one.profitShown, coin: quoteOf(one.symbol) })))
}

export function baseOf(symbol: string): string {
  return symbol.split('/')[0] ?? ''
}

export function quoteOf(symbol: string): string {
  return symbol.split('/')[1] ?? ''
}

/** A list that Telegram takes: what is left out is said. */
export function capped({ general }: Words, all: readonly Html[]): Html[] {
  const rest = all.length - MOST_LINES
  return rest > 0 ? [...all.slice(0, MOST_LINES), general.more(rest)] : [...all]
}
