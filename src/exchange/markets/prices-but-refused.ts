import type { Big } from 'big.js'
import { ExchangeError } from '../exchange-error.ts'

type Prices = ReadonlyMap<string, Big>

/** Whether a request for prices was refused for the symbols that it names. */
export function isAboutSymbols(error: unknown): boolean {
  return (
    error instanceof ExchangeError && (error.code === 'order-rejected' || error.code === 'unlisted')
  )
}

/**
 * Prices of these symbols without those that the exchange refuses: one of them spoils the answer for all,
 * so each half is asked for alone until they are found.
 */
export async function pricesButRefused(
  symbols: readonly string[],
  fetchPrices: (symbols: string[]) => Promise<Prices>,
): Promise<Prices> {
  if (symbols.length === 0) return new Map()
  try {
    return await fetchPrices([...symbols])
  } catch (error) {
    if (!isAboutSymbols(error)) throw error
    if (symbols.length === 1) return new Map()
    const middle = Math.ceil(symbols.length / 2)
    const first = await pricesButRefused(symbols.slice(0, middle), fetchPrices)
    const second = await pricesButRefused(symbols.slice(middle), fetchPrices)
    return new Map([...first, ...second])
  }
}
