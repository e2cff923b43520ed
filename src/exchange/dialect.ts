import type { Big } from 'big.js'
import type { CcxtClient, CcxtMarket, CcxtTrade } from './ccxt-client.ts'
import type {
  Account,
  Credentials,
  ExchangeId,
  KeyRights,
  NewOrder,
  OrderBook,
} from './exchange.ts'
import type { ExchangeErrorCode, KeyVerdict } from './exchange-error.ts'
import type { Market } from './market.ts'
import type { Cost } from './rate-limit.ts'
import type { Answer } from './refusal.ts'

/** What a request wants: whether an unclear answer must be looked into depends on it. */
export type Act = 'read' | 'place' | 'cancel'

/** What a refusal means. */
export interface Classified {
  code: ExchangeErrorCode
  verdict: KeyVerdict | undefined
  raw: string | undefined
  /** The exchange's own words; empty when a proxy's page came instead. */
  words: string
  retryAt: Date | undefined
  /** The exchange wants less from all of us: nobody may send before `retryAt`. */
  floods: boolean
}

/** Every request that we send, as the rate limit knows it. */
export type RequestKind =
  | 'account'
  | 'rights'
  | 'openOrders'
  | 'openOrdersOfSymbol'
  | 'fills'
  | 'orderFills'
  | 'order'
  | 'place'
  | 'cancel'
  | 'markets'
  | 'prices'
  | 'book'
  | 'candles'
  | 'time'

/** One page of fills, oldest first: of a day at most, of all after one, or of an order. */
export type FillsPage =
  | { since: Date; until: Date }
  | { afterId: string }
  | { orderId: string; afterId?: string }

/** All that is one exchange's own: what ccxt does not do, or does not do the same everywhere. */
export interface Dialect {
  id: ExchangeId
  /** Weight per minute, by pool. */
  budgets: Record<string, number>
  costs: Record<RequestKind, Cost>
  /** A bare ccxt instance, made with `number: String`. */
  createClient: (credentials: Credentials | undefined) => object
  classify: (answer: Answer, act: Act, now: Date) => Classified
  /** Raw code of a refusal that means: our clock is off. */
  clockCode: string
  isTradable: (market: CcxtMarket) => boolean
  /** Limits that ccxt leaves in its raw answer. */
  furtherLimits?: (market: CcxtMarket) => Pick<Market, 'maxOrders' | 'priceBand'>
  /** `timestamp`: milliseconds of the exchange's clock, to be signed. */
  orderParams: (order: NewOrder, timestamp: number) => Record<string, unknown>
  /** Most fills on one page. */
  fillsPerPage: number
  fetchFills: (client: CcxtClient, symbol: string, page: FillsPage) => Promise<CcxtTrade[]>
  fetchAccount: (client: CcxtClient) => Promise<Account>
  fetchRights: (client: CcxtClient) => Promise<KeyRights>
  /** The symbols are all known. */
  fetchPrices: (client: CcxtClient, symbols: string[]) => Promise<ReadonlyMap<string, Big>>
  fetchOrderBook: (client: CcxtClient, symbol: string) => Promise<OrderBook>
}
