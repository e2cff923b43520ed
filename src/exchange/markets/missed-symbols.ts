import { addSeconds } from '../../lib/clock.ts'
import type { Missing } from '../exchange.ts'
import { ExchangeError } from '../exchange-error.ts'

/** Two lists that lack a symbol count only when they are so far apart. */
const CONFIRMED_AFTER_SECONDS = 60

/**
 * Symbols that the latest list of markets lacks. One bad answer must not look like a delisting, so a
 * symbol is gone only when a list that came a minute later lacks it too.
 */
export class MissedSymbols {
  /** When a list first lacked each. */
  readonly #since = new Map<string, Date>()
  #listedAt = new Date(0)

  /** A list came. Returns those of the symbols `before` that it lacks and that are not gone yet. */
  note(before: Iterable<string>, listed: ReadonlySet<string>, at: Date): string[] {
    this.#listedAt = at
    for (const symbol of before) if (!listed.has(symbol)) this.miss(symbol)
    for (const symbol of this.#since.keys()) if (listed.has(symbol)) this.#since.delete(symbol)
    return [...this.#since.keys()].filter((symbol) => this.of(symbol) === 'once')
  }

  /** The latest list lacks it. */
  miss(symbol: string): void {
    if (!this.#since.has(symbol)) this.#since.set(symbol, this.#listedAt)
  }

  /** Whether a list that is fetched now would tell whether it is gone. */
  canTell(symbol: string, now: Date): boolean {
    const since = this.#since.get(symbol)
    if (since === undefined || this.of(symbol) === 'gone') return false
    return now >= addSeconds(since, CONFIRMED_AFTER_SECONDS)
  }

  /** Undefined for a symbol that is not missed. */
  of(symbol: string): Missing | undefined {
    const since = this.#since.get(symbol)
    if (since === undefined) return undefined
    return this.#listedAt >= addSeconds(since, CONFIRMED_AFTER_SECONDS) ? 'gone' : 'once'
  }
}

/**
 * A list with only a few of the markets known before is not believed.
 *
 * @throws {ExchangeError} `unavailable` if the list is empty, or lacks more than half of those known.
 */
export function assertPlausible(listed: ReadonlySet<string>, known: Iterable<string>): void {
  const before = [...known]
  const left = before.filter((symbol) => listed.has(symbol))
  if (listed.size > 0 && left.length * 2 >= before.length) return
  const state = `${left.length} of ${before.length} known symbols are listed`
  throw new ExchangeError('unavailable', `Cannot use the list of markets: ${state}`)
}
