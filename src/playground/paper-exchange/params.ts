import { Big } from 'big.js'
import { illegal, missing, tooPrecise, type Refusal } from './refusal.ts'

const INTEGER = '^[0-9]{1,20}$'
const DECIMAL = String.raw`^([0-9]{1,20})(\.[0-9]{1,20})?$`

/** A request's parameters, read the way Binance reads them. */
export class Params {
  readonly #values: URLSearchParams

  /** Binance: a parameter in both is taken from the query. */
  constructor(query: string, body = '') {
    this.#values = new URLSearchParams(query)
    for (const [name, value] of new URLSearchParams(body)) {
      if (!this.#values.has(name)) this.#values.set(name, value)
    }
  }

  /** The value, undefined if it was not sent or is empty. */
  find(name: string): string | undefined {
    const value = this.#values.get(name)
    return value === null || value === '' ? undefined : value
  }

  /** @throws {Refusal} -1102 if it was not sent. */
  get(name: string): string {
    const value = this.find(name)
    if (value === undefined) throw missing(name)
    return value
  }

  /** @throws {Refusal} -1100 if it is not a whole number. */
  findInteger(name: string): number | undefined {
    const value = this.find(name)
    if (value === undefined) return undefined
    if (!new RegExp(INTEGER).test(value)) throw illegal(name, INTEGER)
    return Number(value)
  }

  /** @throws {Refusal} -1100 if it is not a plain decimal, -1111 if it has over 8 decimals. */
  findDecimal(name: string): Big | undefined {
    const value = this.find(name)
    if (value === undefined) return undefined
    if (!new RegExp(DECIMAL).test(value)) throw illegal(name, DECIMAL)
    const number = new Big(value)
    if (!number.round(8, Big.roundDown).eq(number)) {
      throw tooPrecise(name)
    }
    return number
  }

  /** A page size, cut to `most`, which is what Binance does. */
  limit(usual: number, most: number): number {
    return Math.min(this.findInteger('limit') ?? usual, most)
  }

  /** One of a closed list of values, undefined if it was not sent; `refusal` for any other. */
  findOneOf<T extends string>(
    name: string,
    values: readonly T[],
    refusal: () => Refusal,
  ): T | undefined {
    const value = this.find(name)
    if (value === undefined) return undefined
    const known = values.find((each) => each === value)
    if (known === undefined) throw refusal()
    return known
  }
}
