import type { ExchangeError } from '../exchange/exchange-error.ts'

/** What is said of those that are so. */
export function faultsOf(...faults: readonly (readonly [is: boolean, says: string])[]): string[] {
  return faults.flatMap(([is, says]) => (is ? [says] : []))
}

/** How a refusal reads, and its raw code. */
export function wordsOf({ verdict, code, raw }: ExchangeError): string {
  return `${verdict ?? code} (${raw ?? 'no code'})`
}
