import type { Big } from 'big.js'
import type { CcxtClient, CcxtMarket, CcxtOrder } from '../ccxt/ccxt-client.ts'
import type { FillRows } from './fill-rows.ts'
import type { ExchangeFacts } from '../credentials/exchange-facts.ts'
import type { Account, KeyRights, NewOrder, OrderBook, OrderRef } from '../exchange.ts'
import type { ExchangeId } from '../exchange-id.ts'
import type { Market } from '../market.ts'
import type { OrderRows } from './open-rows.ts'
import type { RequestKind } from './costs.ts'
import type { Page } from './pages.ts'
import type { Budget, Cost } from '../rate-limit/budget.ts'
import type { ErrorTable } from './error-table.ts'

/** One page, where fills are paged by id, oldest first: of a day at most, of all after one, or of an order. */
export type FillsPage =
  | { since: Date; until: Date }
  | { afterId: string }
  | { orderId: string; afterId?: string }

/** How fills are paged. Rows come as the exchange has them. */
export type FillsPages = { rows: FillRows } & (
  | {
      by: 'id'
      /** Most fills on one page. */
      perPage: number
      fetch: (client: CcxtClient, symbol: string, page: FillsPage) => Promise<readonly unknown[]>
    }
  | {
      by: 'time'
      /** Most fills of one answer; `Infinity` where what is left out comes on a next page. */
      perPage: number
      /** Longest stretch of time that one request may ask about. */
      spanMs: number
      /** How far back the exchange tells of fills. */
      keptMs: number
      fetch: (
        client: CcxtClient,
        symbol: string,
        stretch: Stretch,
        next: string | undefined,
      ) => Promise<readonly unknown[] | Page>
      /** Fills of one order, by the exchange's own id of it. */
      ofOrder: (
        client: CcxtClient,
        symbol: string,
        orderId: string,
        next: string | undefined,
      ) => Promise<readonly unknown[] | Page>
    }
)

/** From `since` to `until`, both in milliseconds and both included. */
export interface Stretch {
  since: number
  until: number
}

/** An account as its exchange reports it. Without a rate it pays the usual one. */
type AccountAnswer = Omit<Account, 'takerFeeRate' | 'updatedAt'> &
  Partial<Pick<Account, 'takerFeeRate' | 'updatedAt'>>

/** All that is one exchange's own: what ccxt does not do, or does not do the same everywhere. */
export interface Dialect {
  id: ExchangeId
  /** What people should know of it. */
  facts: ExchangeFacts
  budgets: Readonly<Record<string, Budget>>
  costs: Record<RequestKind, Cost>
  /** What ccxt's class is made with, besides credentials. Made anew each time: ccxt keeps the objects. */
  config?: () => Record<string, unknown>
  /** What ccxt asks for besides and nobody needs, by its own names: an empty list without a request. */
  unasked?: readonly string[]
  errors: ErrorTable
  /**
   * How a key pair's signature (base64) stands in a request. Undefined: the exchange takes no public
   * keys, and ccxt signs whatever the secret is.
   */
  signature?: (base64: string) => string
  /** Private requests go out one after the other: the exchange refuses a nonce that comes late. */
  oneAtATime?: true
  /** How long after `sentAt` the exchange may still take an order: our own wait and its window. */
  orderWindowMs: number
  /** For how long after it was sent an order is surely found by our client order id, if it is there. */
  remembersMs: number
  /** Open orders are listed of one symbol at a time only. */
  listsBySymbol?: true
  /** Whether orders are taken. What ccxt makes of it, if not said. */
  isTradable?: (market: CcxtMarket) => boolean
  /** Limits that ccxt leaves in its raw answer. */
  furtherLimits?: (market: CcxtMarket) => Pick<Market, 'maxOrders' | 'priceBand'>
  /** When the exchange ends trading of it, where the list of markets announces that. */
  endsAt?: (market: CcxtMarket) => Date | undefined
  /** Sizes where those of ccxt 4.5.84 are not steps; undefined where this market's are. */
  sizesOf?: (market: CcxtMarket) => Pick<Market, 'tickSize' | 'stepSize'> | undefined
  /** Our client order id as the exchange takes it, and back. Equal, if not said. */
  clientOrderId?: ClientOrderIdCodec
  /**
   * Sends an order. `timestamp`: milliseconds of the exchange's clock when it was decided. Here and
   * below refs hold the exchange's form of the client order id.
   */
  place: (client: CcxtClient, order: NewOrder, timestamp: number) => Promise<CcxtOrder>
  /** What the exchange tells of it, maybe only its id; undefined when it is not open. */
  cancel: (client: CcxtClient, order: OrderRef) => Promise<Partial<CcxtOrder> | undefined>
  /** The row of an order of ours, as it came. Undefined, or a refusal that says `order-not-found`: it knows of none. */
  find: (client: CcxtClient, order: OrderRef) => Promise<unknown>
  /** The row of any order of the account, as it came; undefined where there is none. */
  findById: (client: CcxtClient, symbol: string, id: string) => Promise<unknown>
  /** The rows as they came; of one symbol, or of all. Those of other symbols are left out later. */
  fetchOpenOrders: (client: CcxtClient, symbol: string | undefined) => Promise<readonly unknown[]>
  orders: OrderRows
  fills: FillsPages
  /** It has no candles of two hours: they are made of those of one. */
  mergesHours?: true
  fetchAccount: (client: CcxtClient) => Promise<AccountAnswer>
  /** What the key may do. ccxt 4.5.84 has no call for it: ccxt#25807. */
  fetchRights: (client: CcxtClient) => Promise<KeyRights>
  /** The symbols are all known. */
  fetchPrices: (client: CcxtClient, symbols: string[]) => Promise<ReadonlyMap<string, Big>>
  fetchOrderBook: (client: CcxtClient, symbol: string) => Promise<OrderBook>
  /** Milliseconds of the exchange's clock. ccxt's way, if not said. */
  fetchTime?: (client: CcxtClient) => Promise<number>
}

/** Puts our client order ids, 18 characters of `[a-z0-9]`, into an exchange's own form. */
interface ClientOrderIdCodec {
  encode: (ours: string) => string
  /** Whatever is not ours comes back as it is. */
  decode: (theirs: string) => string
}
