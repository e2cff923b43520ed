import { Big } from 'big.js'

/** Fraction digits of a quotient: more than any coin has, few enough to store and compare. */
const DIGITS = 18

/** `dividend / divisor`, cut after 18 fraction digits. */
export const divideDown = division(DIGITS, Big.roundDown)

/** `dividend / divisor`, rounded away from zero at 18 fraction digits. */
export const divideUp = division(DIGITS, Big.roundUp)

/** How often `divisor` fits into `dividend`. Exact, and much faster than a quotient with digits. */
export const wholeDown = division(0, Big.roundDown)

/** How many times `divisor` is needed to reach `dividend`. Exact, like {@link wholeDown}. */
export const wholeUp = division(0, Big.roundUp)

function division(digits: number, rounding: Big.RoundingMode) {
  // An own constructor: DP and RM are its settings, and those of the shared one must stay as they are.
  const Rounded = Big()
  Rounded.DP = digits
  Rounded.RM = rounding
  return (dividend: Big, divisor: Big): Big => new Big(new Rounded(dividend).div(divisor))
}
