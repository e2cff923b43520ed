import type { Big } from 'big.js'
import type { ExchangeError } from './exchange-error.ts'
import type { Fees } from './fees.ts'
import type { Market, Side } from './market.ts'

export type { ExchangeId } from './exchange-id.ts'

/**
 * One trader's spot account, reached with one key.
 *
 * Every method throws {@link ExchangeError}. After `close` every call throws `TypeError` and nothing
 * is sent any more.
 */
export interface Exchange {
  /** Milliseconds after `sentAt` during which the exchange may still take an order. */
  readonly orderWindowMs: number
  /** For how long after `sentAt` an order is surely found by our id: later, not found tells nothing. */
  readonly remembersMs: number
  /** Whether open orders are listed without a symbol. Where not, those of other symbols stay unknown. */
  readonly listsAllOrders: boolean
  fetchAccount(): Promise<Account>
  /** What the key may do. The cheapest private call, so it is also the health probe. */
  fetchRights(): Promise<KeyRights>
  /**
   * Open orders on the account, ours and theirs: those on `symbols`, which costs less, or all of them,
   * where `listsAllOrders`. Neither a row that can't be read nor a symbol whose list fails ends the rest.
   */
  fetchOpenOrders(symbols?: readonly string[]): Promise<OpenOrders>
  /** All fills that one order has so far, by the exchange's own id of it, oldest first. */
  fetchOrderFills(symbol: string, id: string): Promise<ExchangeFill[]>
  /** Fills of the account on a symbol since then, ours and theirs. */
  fetchFills(symbol: string, since: Date): Promise<AccountFills>
  /** Sends an order that is already recorded as an intent. Never call it twice for one intent. */
  placeOrder(order: NewOrder): Promise<ExchangeOrder>
  /** Cancels by our own id. @throws {ExchangeError} `order-not-found` when it is not open (any more). */
  cancelOrder(order: OrderRef): Promise<ExchangeOrder>
  /** The order's state as the exchange tells it; undefined when it knows of none. */
  findOrder(order: OrderRef): Promise<ExchangeOrder | undefined>
  /** Any order of the account by the exchange's own id, ours or theirs; undefined when it knows of none. */
  findOrderById(symbol: string, id: string): Promise<AccountOrder | undefined>
  /** Closes the whole connection, its other lane too. */
  close(): void
}

/** Public market data of one exchange, shared by all keys. Needs no key. */
export interface MarketSource {
  /** All spot symbols by name. Kept for an hour, or for `newerSeconds`. */
  fetchMarkets(newerSeconds?: number): Promise<ReadonlyMap<string, Market>>
  /** Those of these symbols that the newest list of markets lacks. */
  fetchMissing(symbols: readonly string[]): Promise<ReadonlyMap<string, Missing>>
  /** Last prices, at most `oldSeconds` old when asked for (0); a symbol without one is left out. */
  fetchPrices(symbols: string[], oldSeconds?: number): Promise<ReadonlyMap<string, Big>>
  fetchOrderBook(symbol: string): Promise<OrderBook>
  /** What the price did from `since` on, oldest first; the last candle is still under way. At most 200. */
  fetchCandles(symbol: string, timeframe: Timeframe, since: Date): Promise<Candle[]>
  /** The exchange's clock, by its latest answer. */
  now(): Promise<Date>
}

/** `gone`: a list that came a minute before lacked it too. `once`: that may have been a bad answer. */
export type Missing = 'once' | 'gone'

/** How long a candle lasts. */
export type Timeframe = '15m' | '2h'

/** What a price did from `at` on. */
export interface Candle {
  at: Date
  open: Big
  high: Big
  low: Big
  close: Big
}

/** The secret parts of a key, as plain text for as long as a connection is made. */
export interface Credentials {
  apiKey: string
  secret: string
  /** Chosen by the trader, on exchanges that want one. */
  passphrase?: string
  /** The host that knows the key, where an exchange has several; undefined: the usual one. */
  site?: string
}

/** Balances of one account at one moment. */
export interface Account {
  /** The exchange's own number of the account: two keys with the same one open the same account. */
  uid: string
  canTrade: boolean
  /** Part of the cost that a taker pays, e.g. 0.001. */
  takerFeeRate: Big
  /** When a balance last changed, where the exchange tells. Older than our own last fill: stale. */
  updatedAt: Date | undefined
  /**
   * By coin; coins with nothing are left out. Getting a coin whose balance can't be read throws an
   * {@link ExchangeError}: it must not count as zero.
   */
  balances: ReadonlyMap<string, Balance>
}

/** What an account has of one coin. */
export interface Balance {
  free: Big
  /** Locked in open orders. */
  used: Big
}

/** Undefined means: the exchange does not tell. */
export interface KeyRights {
  read: boolean | undefined
  trade: boolean | undefined
  withdraw: boolean | undefined
  /** Whether the key works from listed addresses only. */
  ipBound: boolean | undefined
  createdAt: Date | undefined
  expiresAt: Date | undefined
}

export interface OrderRef {
  symbol: string
  clientOrderId: string
}

/** A limit order. `IOC` fills at once what it can at `price` or better and cancels the rest. */
export interface NewOrder extends OrderRef {
  side: Side
  amount: Big
  price: Big
  timeInForce: 'GTC' | 'IOC'
  /** Nothing is sent once this is older than `ORDER_WINDOW_MS`. */
  sentAt: Date
}

/** What the exchange lists as open. */
export interface OpenOrders {
  rows: readonly OpenOrder[]
  /** Symbols whose list failed, and why: nothing is known about their orders. */
  failed: ReadonlyMap<string, ExchangeError>
}

/**
 * One order of the account, which may be anybody's. Other people's orders come in forms that we do not
 * know, so a row need not name its ids, and need not be readable.
 */
export interface AccountOrder {
  /** The exchange's own id. */
  id: string | undefined
  clientOrderId: string | undefined
  /** Undefined where the row is of no spot market that the exchange lists: margin, a derivative, unknown. */
  symbol: string | undefined
  /** `unreadable`: if it is ours, it has to be looked up by its id. */
  order: ExchangeOrder | 'unreadable'
}

/** One row of a list of open orders. */
export type OpenOrder = AccountOrder

/** An order as the exchange tells it. */
export interface ExchangeOrder extends OrderRef {
  id: string
  side: Side
  amount: Big
  price: Big
  /** Base already executed. */
  filled: Big
  /** Quote already executed. */
  cost: Big
  /** `cancelled` covers expired too: nothing more will fill. */
  status: 'open' | 'filled' | 'cancelled' | 'rejected'
  /** Cancelled by the exchange itself: nobody asked for it, e.g. it would have met an order of its own account. */
  lapsed?: true
  /** In the answer to a cancel: when it was cancelled, if the exchange tells no more. */
  createdAt: Date
  /** All of its executions, where the answer tells them, as it does for a new order on Binance. */
  fills?: readonly ExchangeFill[]
}

/** One execution. */
export interface ExchangeFill {
  id: string
  orderId: string
  symbol: string
  side: Side
  price: Big
  amount: Big
  cost: Big
  fees: Fees
  at: Date
}

/** Fills of the account on one symbol. */
export interface AccountFills {
  /** Oldest first. */
  fills: readonly ExchangeFill[]
  /** The exchange's ids of orders that have fills which can't be read. */
  unreadable: ReadonlySet<string>
}

/** Best price first. */
export interface OrderBook {
  bids: BookLevel[]
  asks: BookLevel[]
}

export interface BookLevel {
  price: Big
  amount: Big
}

/** An order leaves within this time of `sentAt`, or not at all. */
export const ORDER_WINDOW_MS = 5_000
