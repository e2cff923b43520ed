import type { Asked } from '../dialect-server.ts'

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
