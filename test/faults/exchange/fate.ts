import type { Answer } from '../../../src/exchange/ccxt/refusal.ts'
import type { RequestKind } from '../../../src/exchange/dialect/costs.ts'

/** One request on its way to the exchange. */
export interface Request {
  kind: RequestKind
  /** Undefined for public data. */
  apiKey: string | undefined
  symbol?: string
  clientOrderId?: string
  /** The exchange's number of the order that is asked about. */
  orderId?: string
}

/** Placing and cancelling change something; all else only reads. */
export function changesSomething({ kind }: Pick<Request, 'kind'>): boolean {
  return kind === 'place' || kind === 'cancel'
}

/** What the client gets instead of the answer: a broken connection, or somebody else's words. */
export type Instead = 'broken' | Answer

/** What becomes of a request. Times are milliseconds from the moment it was sent. */
export type Fate =
  /** Carried out and answered; reads may be answered from a cache that is `stale` by so much. */
  | { kind: 'well'; arrives: number; answered: number; stale?: number }
  /** Never carried out. */
  | { kind: 'lost'; answered: number; instead: Instead }
  /** Carried out, but the answer is not what comes back. */
  | { kind: 'done-unknown'; arrives: number; answered: number; instead: Instead }
  /** Given up by the client; carried out later by a slow engine. */
  | { kind: 'late'; arrives: number; lands: number; answered: number; instead: Instead }

/** Decides over every request. */
export type Fates = (request: Request) => Fate
