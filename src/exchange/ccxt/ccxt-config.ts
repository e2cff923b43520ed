import type { Dialect } from '../dialect/dialect.ts'

/** What ccxt's class is made with: the same for every exchange, and what its dialect adds. */
export function configOf({ config }: Dialect) {
  const { options, ...rest } = config?.() ?? {}
  return {
    ...rest,
    // ccxt 4.5.84 asks for currencies while it loads the markets, on most exchanges with a signed request.
    has: { fetchCurrencies: false },
    number: String,
    enableRateLimit: false,
    userAgent: 'undock',
    options: {
      defaultType: 'spot',
      // ccxt repeats orders too: 3 sold instead of 1 (facts/exchanges.md §0.4).
      maxRetriesOnFailure: 0,
      ...(options as object | undefined),
    },
  }
}
