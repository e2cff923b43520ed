/**
 * An answer that is not a success, in Binance's own code and words; nothing was changed.
 *
 * Codes and messages: https://github.com/binance/binance-spot-api-docs/blob/master/errors.md
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: number
  readonly status: number
  readonly headers: Record<string, string>

  constructor(code: number, message: string, status = 400, headers: Record<string, string> = {}) {
    super(message)
    this.code = code
    this.status = status
    this.headers = headers
  }
}

/** The key, its address or its rights do not allow the call; Binance does not say which. */
export function notPermitted(): Refusal {
  return new Refusal(-2015, 'Invalid API-key, IP, or permissions for action.', 401)
}

/** A parameter that must be there is missing or empty. */
export function missing(name: string): Refusal {
  return new Refusal(
    -1102,
    `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
  )
}

/** One of two parameters must be there and neither is. */
export function missingBoth(one: string, other: string): Refusal {
  return new Refusal(-1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`)
}

/** A parameter that does not fit the order's type. */
export function notRequired(name: string): Refusal {
  return new Refusal(-1106, `Parameter '${name}' sent when not required.`)
}

/** A parameter does not match the pattern that Binance publishes for it. */
export function illegal(name: string, pattern: string): Refusal {
  return new Refusal(
    -1100,
    `Illegal characters found in parameter '${name}'; legal range is '${pattern}'.`,
  )
}

/** Parameters that are fine alone cannot be sent together. */
export function badCombination(): Refusal {
  return new Refusal(-1128, 'Combination of optional parameters invalid.')
}

/** A number has more decimals than the exchange takes. */
export function tooPrecise(name: string): Refusal {
  return new Refusal(-1111, `Parameter '${name}' has too much precision.`)
}

/** The symbol is not listed. */
export function invalidSymbol(): Refusal {
  return new Refusal(-1121, 'Invalid symbol.')
}

/** A market's filter does not let the order through. */
export function filterFailure(filter: string): Refusal {
  return new Refusal(-1013, `Filter failure: ${filter}`)
}

/** The matching engine does not take the order. */
export function orderRejected(message: string): Refusal {
  return new Refusal(-2010, message)
}

/** The matching engine does not cancel the order. */
export function cancelRejected(message = 'Unknown order sent.'): Refusal {
  return new Refusal(-2011, message)
}
