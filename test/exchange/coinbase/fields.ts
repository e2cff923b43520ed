import { isRow, type Row } from '../../../src/exchange/dialect/answer-parts.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { invalid } from './refusal.ts'

/** What the query of a request says. */
export class Fields {
  readonly #query: URLSearchParams

  constructor({ query }: RawRequest) {
    this.#query = new URLSearchParams(query)
  }

  /** Undefined if it was not sent, or empty. */
  find(name: string): string | undefined {
    return this.#query.get(name) || undefined
  }

  /** All values of a parameter that may be there more than once. */
  all(name: string): string[] {
    return this.#query.getAll(name)
  }

  /** Whether there is no such filter, or it names this value. */
  allows(name: string, value: string): boolean {
    const wanted = this.all(name)
    return wanted.length === 0 || wanted.includes(value)
  }

  /** A whole number. @throws {CoinbaseRefusal} INVALID_ARGUMENT */
  findNumber(name: string): number | undefined {
    const text = this.find(name)
    if (text === undefined) return undefined
    if (!/^\d{1,12}$/.test(text)) throw invalid(`parsing field "${name}"`)
    return Number(text)
  }

  /** RFC 3339, in milliseconds. @throws {CoinbaseRefusal} INVALID_ARGUMENT */
  findTime(name: string): number | undefined {
    const text = this.find(name)
    if (text === undefined) return undefined
    const time = Date.parse(text)
    if (!/^\d{4}-\d\d-\d\dT.*Z$/.test(text) || Number.isNaN(time)) {
      throw invalid(`parsing field "${name}"`)
    }
    return time
  }
}

/** @throws {CoinbaseRefusal} INVALID_ARGUMENT for a body that is no JSON object. */
export function bodyOf({ body }: RawRequest): Row {
  try {
    const read: unknown = JSON.parse(body)
    if (isRow(read)) return read
  } catch {
    // Said below, as for everything that is no object.
  }
  throw invalid('unable to parse the body')
}

/** One page of a list, from the cursor on: here the place in the list. */
export function pageOf<T>(
  all: readonly T[],
  fields: Fields,
  { usual, most }: { usual: number; most: number },
): { rows: readonly T[]; cursor: string; has_next: boolean } {
  const from = fields.findNumber('cursor') ?? 0
  const limit = fields.findNumber('limit') ?? usual
  if (limit < 1 || limit > most) throw invalid(`limit must be between 1 and ${most}`)
  const has_next = from + limit < all.length
  return {
    rows: all.slice(from, from + limit),
    cursor: has_next ? String(from + limit) : '',
    has_next,
  }
}
