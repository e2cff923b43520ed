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

/** Something that goes wrong with the next requests to a route. */
export interface Fault {
  /** Any if left out. */
  method?: 'GET' | 'POST' | 'DELETE'
  path: string
  /** How many requests it meets, 1 if left out. */
  times?: number
  /** Only requests with this key, any if left out. */
  apiKey?: string
  effect: FaultEffect
}

/** Faults that wait for their requests, first in, first out. */
export class Faults {
  readonly #waiting: { fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 })
  }

  clear(): void {
    this.#waiting.length = 0
  }

  /** The fault that meets this request, which uses it up. */
  next({ method, path, apiKey }: RawRequest): FaultEffect | undefined {
    const index = this.#waiting.findIndex(
      ({ fault }) =>
        fault.path === path &&
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
