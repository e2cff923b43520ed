import type { NumberParameter } from './strategy.ts'

/** What stands behind a number, with the space between, e.g. ` USDT` or ` %`. */
export function unitText(unit: NumberParameter['unit'], quote: string): string {
  const money = ` ${quote}`
  const units = {
    price: money,
    quote: money,
    count: '',
    factor: '',
    percent: ' %',
    minutes: ' min',
  }
  return units[unit]
}
