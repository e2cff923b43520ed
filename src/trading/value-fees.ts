import type { Big } from 'big.js'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { MarketSource } from '../exchange/exchange.ts'
import { transact } from '../db/transact.ts'
import type { Core } from '../queue/core.ts'
import { listUnvaluedFees, putFeeValues, type UnvaluedFees } from './fee-repo.ts'
import { rateOf, symbolsOfRate, type Prices } from './rates.ts'

/**
 * Values a key's fees in third coins, such as BNB, at the prices now: the fills have just been
 * recorded. What has no price stays unknown and is looked at again the next time; nothing waits for it.
 */
export async function valueFees(core: Core, source: MarketSource, keyId: string): Promise<void> {
  const unvalued = await listUnvaluedFees(core.db, keyId)
  if (unvalued.length === 0) return
  const symbols = unvalued.flatMap(({ symbol, coins }) =>
    coins.flatMap((coin) => symbolsOfRate(coin, quoteOf(symbol))),
  )
  const prices = await source.fetchPrices([...new Set(symbols)]).catch((error: unknown) => {
    if (error instanceof ExchangeError) return new Map<string, never>()
    throw error
  })
  await transact(core.db, async (trx) => {
    for (const fees of unvalued) {
      const rates = ratesOf(prices, fees)
      if (rates !== undefined) await putFeeValues(trx, keyId, fees, rates)
    }
  })
}

/** Undefined while one of the coins has no price. */
function ratesOf(
  prices: Prices,
  { symbol, coins }: UnvaluedFees,
): ReadonlyMap<string, Big> | undefined {
  const rates = new Map<string, Big>()
  for (const coin of coins) {
    const rate = rateOf(prices, coin, quoteOf(symbol))
    if (rate === undefined) return undefined
    rates.set(coin, rate)
  }
  return rates
}

function quoteOf(symbol: string): string {
  return symbol.split('/')[1] ?? ''
}
