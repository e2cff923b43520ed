import { ALICE, BOB } from '../world/scenario.ts'
import type { LastingTrouble } from './plan.ts'

/** When each trader's work first met a trouble: of a pair that nothing has to be asked about, nothing is late. */
export class Met {
  readonly #at = new Map<string, number>()
  readonly #accountOf: (apiKey: string) => string

  constructor(accountOf: (apiKey: string) => string) {
    this.#accountOf = accountOf
  }

  /** What is asked without a key is not told of: whoever needs it asks with one as well. */
  note(trouble: LastingTrouble, apiKey: string | undefined, at: number): void {
    if (apiKey === undefined) return
    const trader = this.#accountOf(apiKey) === 'alice' ? ALICE : BOB
    const name = nameOf(trouble, trader)
    if (!this.#at.has(name)) this.#at.set(name, at)
  }

  /** Milliseconds from the start; undefined if it never was. */
  at(trouble: LastingTrouble, trader: number): number | undefined {
    return this.#at.get(nameOf(trouble, trader))
  }
}

function nameOf({ from }: LastingTrouble, trader: number): string {
  return `${from} ${trader}`
}
