import { forbidden, MethodError } from './method-error.ts'

/** How a method goes wrong. */
export type FaultKind =
  /** Too Many Requests; seconds. */
  | { kind: '429'; retryAfter: number }
  /** 403, bot was blocked by the user. */
  | { kind: 'blocked' }
  /** 500, nothing done. */
  | { kind: '500' }
  /** The connection breaks before anything is done. */
  | { kind: 'drop' }
  /** Done, but the connection breaks before the answer. */
  | { kind: 'drop-after' }
  /** Nothing is done until `release` settles. */
  | { kind: 'hold'; release: Promise<void> }

/** A fault of the next `times` calls (default 1) of a method; `*` stands for every method. */
export type Fault = { method: string; times?: number } & FaultKind

/** Faults waiting for their calls, oldest first. */
export class Faults {
  #waiting: { fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 })
  }

  /** Uses up the oldest fault that fits this call. */
  take(method: string): Fault | undefined {
    const found = this.#waiting.find(({ fault }) => [method, '*'].includes(fault.method))
    if (found === undefined) return undefined
    found.left -= 1
    this.#waiting = this.#waiting.filter(({ left }) => left > 0)
    return found.fault
  }

  clear(): void {
    this.#waiting = []
  }
}

/** The error that a fault answers with; undefined for those that only delay or drop. */
export function errorOfFault(fault: Fault): MethodError | undefined {
  if (fault.kind === '429') {
    const description = `Too Many Requests: retry after ${fault.retryAfter}`
    return new MethodError(429, description, fault.retryAfter)
  }
  if (fault.kind === 'blocked') return forbidden('bot was blocked by the user')
  if (fault.kind === '500') return new MethodError(500, 'Internal Server Error')
  return undefined
}
