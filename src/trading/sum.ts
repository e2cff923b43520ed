import { Big } from 'big.js'

/** The exact sum; zero of nothing. */
export function sum(values: Iterable<Big>): Big {
  let total = new Big(0)
  for (const value of values) total = total.plus(value)
  return total
}
