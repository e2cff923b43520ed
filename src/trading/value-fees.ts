import { ExchangeError } from '../exchange/exchange-error.ts'
import type { MarketSource } from '../exchange/exchange.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { listUnvaluedFees, putFeeValues } from './fee-repo.ts'
import { rateOf, symbolsOfRate } from './rates.ts'

/**
 * Values a key's fees in third coins, such as BNB, at the prices now: the fills have just been
 * recorded. What has no price stays unknown and is looked at again the next time; nothing waits for it.
 */
export async function valueFees(core: Core, source: MarketSource, keyId: string): Promise<void> {
  const unvalued = await listUnvaluedFees(core.db, keyId)
  if (unvalued.length === 0) return
  const symbols = unvalued.flatMap(({ symbol, feeCurrency }) =>
    symbolsOfRate(feeCurrency, quoteOf(symbol)),
  )
  const prices = await source.fetchPrices([...new Set(symbols)]).catch((error: unknown) => {
    if (error instanceof ExchangeError) return new Map<string, never>()
    throw error
  })
  await transact(core.db, async (trx) => {
    for (const fees of unvalued) {
      const rate = rateOf(prices, fees.feeCurrency, quoteOf(fees.symbol))
      if (rate !== undefined) await putFeeValues(trx, keyId, fees, rate)
    }
  })
}

function quoteOf(symbol: string): string {
  return symbol.split('/')[1] ?? ''
}
