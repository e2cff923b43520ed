import { ExchangeError } from '../../exchange/exchange-error.ts'
import type { ExchangeId } from '../../exchange/exchange.ts'
import type { Prices } from '../../trading/rates.ts'
import type { Deps } from '../deps.ts'

/** Prices now, all in one request; none of them while the exchange does not answer. */
export async function lastPrices(
  { exchanges }: Deps,
  exchange: ExchangeId,
  symbols: string[],
): Promise<Prices> {
  try {
    return await exchanges.markets(exchange).fetchPrices([...new Set(symbols)])
  } catch (error) {
    if (error instanceof ExchangeError) return new Map()
    throw error
  }
}
