import { Big } from 'big.js'

/** Fraction digits that are carried along, the last of them uncertain. */
const DIGITS = 30

/** The `n`th root of a value of 1 and more, exact to 25 fraction digits at least. */
export function rootOf(value: Big, n: number): Big {
  const Precise = Big()
  Precise.DP = DIGITS
  const target = new Precise(value)
  // From above (Bernoulli: 1 + (x − 1) / n is never under the root) Newton's steps only fall.
  let root = target.minus(1).div(n).plus(1)
  for (;;) {
    const next = root
      .times(n - 1)
      .plus(target.div(power(root, n - 1)))
      .div(n)
    if (next.gte(root)) return new Big(root)
    root = next
  }
}

/** `base` to the whole power `n`, rounded to what {@link rootOf} carries along. */
function power(base: Big, n: number): Big {
  let result = base.div(base)
  let square = base
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result.times(square).round(DIGITS)
    square = square.times(square).round(DIGITS)
  }
  return result
}
