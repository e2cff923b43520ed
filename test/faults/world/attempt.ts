import { Refusal } from '../../../src/playground/paper-exchange/refusal.ts'

/** What a person does at the exchange, which may refuse it. */
export function attempt(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
