import { concernsWholeKey, ExchangeError } from './exchange-error.ts'

/**
 * Waits for work that concerns one order or symbol, and returns its failure; undefined if it went well.
 *
 * @throws whatever concerns the whole key or the exchange, and anything that is not an {@link ExchangeError}.
 */
export async function failureOf(work: Promise<unknown>): Promise<ExchangeError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof ExchangeError && !concernsWholeKey(error)) return error
    throw error
  }
}
