import type { Asked } from '../dialect-server.ts'

/** What is asked of every exchange, as the table of evidence has it. */
export const QUESTIONS = [
  'permissions',
  'balances',
  'other wallets',
  'markets',
  'pair states',
  'place',
  'place IOC',
  'cancel',
  'open orders',
  'pages',
  'find',
  'fills',
  'kinds of fees',
  'refusals',
  'time',
] as const

type Question = (typeof QUESTIONS)[number]

/** A source that none of us wrote and that shows a format: documents, an SDK, a client of somebody else's. */
export interface Source {
  url: string
  /** Date of the version that was read. */
  version: string
  readAt: string
}

/** Where the format of an exchange's answers to a question comes from; the values are our own. */
export interface Evidence {
  /** Those of its recorded answers that it is about. */
  bodies?: readonly string[]
  /** The sources that were compared, or the line of the exchange's help that owns up to an assumption. */
  by: readonly Source[] | { assumed: string }
}

export type EvidenceOf = Readonly<Record<Question, Evidence>>

/** Answers kept in the tests of JKorf's clients, at a commit of theirs. */
export function jkorf(repository: string, commit: string, version: string) {
  return (path: string): Source => ({
    url: `https://github.com/JKorf/${repository}/blob/${commit}/${path}`,
    version,
    readAt: '2026-11-30',
  })
}

/** A page of documents, in a copy of that date. */
export function page(url: string, version = '2025-11-30'): Source {
  return { url, version, readAt: '2026-11-30' }
}

/** The order of all recordings: half a day's work of a bot, 0.004 of 0.01 filled when it is asked about. */
export const ORDER = {
  symbol: 'BTC/USDT',
  clientOrderId: 'u00000000000000001',
  side: 'buy',
  amount: '0.01',
  price: '50000',
} as const

/** Where an order can be. */
export type OrderState = 'open' | 'cancelled'

/** What one exchange is asked and answers, by its documents. */
export interface Recorded {
  /** By `GET /path`, or `GET /path?query` where the query decides. The state tells what became of the order by then. */
  answers: (state: OrderState) => Readonly<Record<string, unknown>>
  evidence: EvidenceOf
  /** What is answered where an order is looked for that was never there. */
  unknown: Readonly<Record<string, { status?: number; body: unknown }>>
  /** The requests that matter: method, path, and what is in the query or the body. */
  sent: {
    place: Sent
    /** What is different of an order that fills at once or cancels. */
    ioc: Readonly<Record<string, unknown>>
    cancel: Sent
    find: Sent
  }
  /** The exchange's own id of the order, and its own words for a few things. */
  orderId: string
  uid: string
  rights: Readonly<Record<'read' | 'trade' | 'withdraw' | 'ipBound', boolean | undefined>>
  expiresAt?: string
  createdAt?: string
  /** Fee of the one fill and its coin. */
  fee: readonly [fee: string, coin: string]
  /** Free and used. */
  usdt: readonly [free: string, used: string]
  /** What it is made of when the market is read. */
  tickSize: string
  stepSize: string
}

interface Sent {
  at: string
  with: Readonly<Record<string, unknown>>
}

/** Query and body of a request, whichever the exchange uses. */
export function saidIn({ query, body }: Asked): Record<string, unknown> {
  const { params } = body
  return { ...query, ...body, ...(typeof params === 'object' ? params : {}) }
}

export const MS = Date.parse('2026-03-02T12:00:00.000Z')
export const SECONDS = MS / 1000
