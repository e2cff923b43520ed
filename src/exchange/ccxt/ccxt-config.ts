import type { Dialect } from '../dialect/dialect.ts'

/** The options for ccxt's class: those of every exchange, then those of its dialect. Checked with ccxt 4.5.84. */
export function configOf({ config }: Dialect) {
  const { options, ...rest } = config?.() ?? {}
  return {
    ...rest,
    // While it loads the markets, ccxt also fetches currencies, on most exchanges with a signed request:
    // a key that is refused would then break public data too.
    has: { fetchCurrencies: false },
    // Otherwise ccxt parses amounts into floats, and loses digits.
    number: String,
    // ccxt's limiter counts by instance, in a queue without an end; exchanges count by address and by key.
    enableRateLimit: false,
    // ccxt pretends to be Chrome.
    userAgent: 'undock',
    options: {
      // On Bybit ccxt's is 'swap': what names no symbol would be about perpetuals.
      defaultType: 'spot',
      // ccxt also repeats a POST whose answer was lost: with two retries, one order to sell was carried out
      // three times on a server that cut the line after each.
      maxRetriesOnFailure: 0,
      ...(options as object | undefined),
    },
  }
}
