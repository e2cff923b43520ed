import { Big, type RoundingMode } from 'big.js'

/** Digits after the point that people expect of a coin. */
const DIGITS: Readonly<Record<string, number>> = {
  USDT: 2,
  USDC: 2,
  FDUSD: 2,
  BTC: 8,
  ETH: 6,
  BNB: 6,
}

/** Money in a quote coin, e.g. `1,204.50 USDT`; what would round to nothing keeps two digits. */
export function money(amount: Big, coin: string, rounding: RoundingMode = Big.roundHalfUp): string {
  const rounded = amount.toFixed(DIGITS[coin] ?? 8, rounding)
  const vanishes = !amount.eq(0) && new Big(rounded).eq(0)
  return `${grouped(vanishes ? amount.prec(2, rounding).toFixed() : rounded)} ${coin}`
}

/** Money that is won or lost, e.g. `-212.40 USDT` or `+3.10 USDT`. */
export function signedMoney(amount: Big, coin: string): string {
  return `${amount.lt(0) ? '' : '+'}${money(amount, coin)}`
}

/** A price or an amount of coins, to its last digit. */
export function exact(value: Big): string {
  return grouped(value.toFixed())
}

/** A price for people: at most 8 significant digits, e.g. `63,120.55`. */
export function price(value: Big): string {
  if (value.eq(0)) return '0'
  const digits = Math.max(0, 7 - value.e)
  return grouped(value.round(Math.min(digits, 8)).toFixed())
}

/** `2026-11-22`, in UTC. */
export function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** `2026-11-22 14:03 UTC`. */
export function moment(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const parts = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')
  return fraction === undefined ? parts : `${parts}.${fraction}`
}
