import { Big } from 'big.js'
import type { Fees } from '../exchange/fees.ts'

/** Fees as a column holds them: a JSON list of amounts and coins, or `unknown`. */
export function toFeesText(fees: Fees): string {
  if (fees === 'unknown') return fees
  return JSON.stringify(fees.map(({ amount, coin }) => ({ amount: amount.toFixed(), coin })))
}

export function fromFeesText(text: string): Fees {
  if (text === 'unknown') return text
  const fees = JSON.parse(text) as { amount: string; coin: string }[]
  return fees.map(({ amount, coin }) => ({ amount: new Big(amount), coin }))
}
