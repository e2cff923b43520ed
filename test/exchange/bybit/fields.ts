import { Big } from 'big.js'
import { MARKETS, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { BybitRefusal } from './refusal.ts'

/** A request's parameters: of the query of a GET, of the JSON of a POST. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>

  constructor({ method, query, body }: RawRequest) {
    this.#values = method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : parse(body)
  }

  /** The text, undefined if it was not sent or is empty. Bybit takes no numbers where it says string. */
  find(name: string): string | undefined {
    const value = this.#values[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') throw invalid(name)
    return value
  }

  /** @throws {BybitRefusal} 10001 if it is not there. */
  get(name: string): string {
    const value = this.find(name)
    if (value === undefined) throw invalid(name)
    return value
  }

  findTime(name: string): number | undefined {
    const value = this.find(name)
    if (value !== undefined && !/^\d{13}$/.test(value)) throw invalid(name)
    return value === undefined ? undefined : Number(value)
  }

  decimal(name: string): Big {
    const value = this.get(name)
    if (!/^\d{1,20}(\.\d{1,20})?$/.test(value)) {
      throw new BybitRefusal(170130, `Data sent for parameter '${name}' is not valid.`)
    }
    return new Big(value)
  }

  /** A size of a page. */
  limit(usual: number, most: number): number {
    const limit = Number(this.find('limit') ?? usual)
    if (!Number.isInteger(limit) || limit < 1 || limit > most) throw invalid('limit')
    return limit
  }

  /** Here only spot is traded. @throws {BybitRefusal} 10001 for what is none. */
  assertSpot(): void {
    if (this.get('category') !== 'spot') throw invalid('category')
  }

  findMarket(): Market | undefined {
    return this.find('symbol') === undefined ? undefined : this.market()
  }

  market(): Market {
    const id = this.get('symbol')
    const market = MARKETS.find((each) => each.id === id)
    if (!market) throw new BybitRefusal(170121, 'Invalid symbol.')
    return market
  }
}

function invalid(name: string): BybitRefusal {
  return new BybitRefusal(10001, `params error: ${name} invalid`)
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const values: unknown = JSON.parse(body)
    if (typeof values === 'object' && values !== null) return { ...values }
  } catch {
    // Said below.
  }
  throw new BybitRefusal(10001, 'params error: body is not JSON')
}
