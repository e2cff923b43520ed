import { Big } from 'big.js'
import type { RawRequest } from '../../../src/playground/paper-exchange/signed-request.ts'
import { invalid } from './refusal.ts'

/** What a request says: in the query of a GET, else in a body that is a form or JSON. */
export class Fields {
  readonly #values: ReadonlyMap<string, string>

  constructor({ method, query, body, header }: RawRequest) {
    const isJson = header('content-type')?.startsWith('application/json') === true
    const pairs = isJson ? fromJson(body) : new URLSearchParams(method === 'GET' ? query : body)
    this.#values = new Map(pairs)
  }

  /** Undefined if it was not sent, or empty. */
  find(name: string): string | undefined {
    const value = this.#values.get(name)
    return value === '' ? undefined : value
  }

  /** @throws {KrakenRefusal} EGeneral:Invalid arguments if it was not sent. */
  get(name: string): string {
    const value = this.find(name)
    if (value === undefined) throw invalid(name)
    return value
  }

  /** The parts between commas, at most `most` of them. @throws {KrakenRefusal} */
  list(name: string, most: number): string[] {
    const parts = this.get(name).split(',')
    if (parts.length > most) throw invalid(name)
    return parts
  }

  /** A whole number that was sent, in words: all that are documented are whole. @throws {KrakenRefusal} */
  findNumber(name: string): number | undefined {
    const text = this.find(name)
    if (text === undefined) return undefined
    if (!/^\d{1,16}$/.test(text)) throw invalid(name)
    return Number(text)
  }

  /** An amount or a price. @throws {KrakenRefusal} */
  decimal(name: string): Big {
    const text = this.get(name)
    if (!/^\d{1,20}(\.\d{1,20})?$/.test(text)) throw invalid(name)
    return new Big(text)
  }

  is(name: string): boolean {
    return this.find(name) === 'true'
  }
}

function fromJson(body: string): [string, string][] {
  const read: unknown = JSON.parse(body)
  return Object.entries(read ?? {}).map(([name, value]) => [name, String(value)])
}
