import { getMarket } from './markets.ts'
import type { RawRequest } from './signed-request.ts'

/** What goes wrong. */
export type FaultEffect =
  /** This answer instead of the real one; nothing is done. */
  | { kind: 'status'; status: number; body: string; headers?: Record<string, string> }
  /** The connection is cut; nothing is done. */
  | { kind: 'drop' }
  /** The request is carried out, then the connection is cut. */
  | { kind: 'drop-after' }
  /** The request is carried out, then the answer is 504 with -1007, "execution status unknown". */
  | { kind: 'unknown-after' }
  /** The connection is cut; the request is carried out later, if its recvWindow still allows. */
  | { kind: 'late'; ms: number }
  /** The answer comes later. */
  | { kind: 'delay'; ms: number }
  /** The request is carried out; half of the answer arrives and then nothing more. */
  | { kind: 'hang-body' }
  /** The answer, a list, comes with these rows before its own. */
  | { kind: 'more-rows'; rows: unknown[] }

/** Something that goes wrong with the next requests to a route, or about a symbol. */
export interface Fault {
  /** Any if left out. */
  method?: 'GET' | 'POST' | 'DELETE'
  /** Any if left out. */
  path?: string
  /** How many requests it meets, 1 if left out; `Infinity` until it is called off. */
  times?: number
  /** Only requests that name this market, by its ccxt symbol; any if left out. */
  symbol?: string
  /** Only requests with this key, any if left out. */
  apiKey?: string
  effect: FaultEffect
}

/** Faults that wait for their requests, first in, first out. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = []

  /** The returned function calls it off. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.times ?? 1 }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry)
    }
  }

  clear(): void {
    this.#waiting = []
  }

  /** The fault that meets this request, which uses it up. */
  next(request: RawRequest): FaultEffect | undefined {
    const { method, path, apiKey } = request
    const index = this.#waiting.findIndex(
      ({ fault }) =>
        (fault.path === undefined || fault.path === path) &&
        (fault.symbol === undefined || names(request, fault.symbol)) &&
        (fault.method === undefined || fault.method === method) &&
        (fault.apiKey === undefined || fault.apiKey === apiKey),
    )
    const met = this.#waiting[index]
    if (!met) return undefined
    met.left -= 1
    if (met.left <= 0) this.#waiting.splice(index, 1)
    return met.fault.effect
  }
}

/** Whether the request is about this one market. */
function names({ query, body }: RawRequest, symbol: string): boolean {
  const { id } = getMarket(symbol)
  return [query, body].some((text) => new URLSearchParams(text).get('symbol') === id)
}
