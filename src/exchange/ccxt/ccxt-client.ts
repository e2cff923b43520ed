import type { HttpBody } from './read-text.ts'
import type { Signer } from './sign-with-pair.ts'

/** A number as ccxt gives it with `number: String`: decimal text, every digit kept. */
type Decimal = string

/**
 * The part of ccxt that we call. Numbers are text both ways.
 *
 * Most of what a dialect does goes through `request`: the unified calls of ccxt 4.5.84 lose client order ids, ask
 * for more than is needed, or read other things on each exchange. Never through its cancelAllOrders: on Kraken and
 * Bitfinex that of a symbol cancels the whole account's, the trader's own too (ccxt#26926).
 */
export interface CcxtClient {
  apiKey: string
  secret: string
  /** The passphrase, where there is one. */
  password: string | undefined
  /** Signs a request with the secret; with the private key instead, where the key is a pair. */
  hmac?: Signer
  markets: Record<string, CcxtMarket> | undefined
  loadMarkets(): Promise<Record<string, CcxtMarket>>
  setMarkets(markets: readonly CcxtMarket[]): unknown
  setMarketsFromExchange(source: CcxtClient): unknown
  fetchTime(): Promise<number>
  createOrder(
    symbol: string,
    type: 'limit',
    side: string,
    amount: Decimal,
    price: Decimal,
    params: Record<string, unknown>,
  ): Promise<CcxtOrder>
  cancelOrder(id: undefined, symbol: string, params: Record<string, unknown>): Promise<CcxtOrder>
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<CcxtCandle[]>
  /** Any endpoint by its path: the answer as it came. */
  request(
    path: string,
    api: string | readonly string[],
    method: 'GET' | 'POST' | 'DELETE',
    params: Record<string, unknown>,
  ): Promise<unknown>
  market(symbol: string): CcxtMarket
  safeCurrencyCode(id: string): string
  /** One row of an answer in ccxt's words; the market tells it apart where the row does not. */
  parseOrder(row: unknown, market?: CcxtMarket): CcxtOrder
  parseTrade(row: unknown, market?: CcxtMarket): CcxtTrade
  milliseconds(): number
}

/** Time in milliseconds, open, high, low, close, and a volume that we do not read. */
export type CcxtCandle = [at: number, open: Decimal, high: Decimal, low: Decimal, close: Decimal]

export interface CcxtMarket {
  id: string
  symbol: string
  base: string
  quote: string
  spot: boolean
  active: boolean | undefined
  precision: { amount?: Decimal | undefined; price?: Decimal | undefined }
  limits: Record<'amount' | 'cost', { min?: Decimal | undefined; max?: Decimal | undefined }>
  info: Record<string, unknown>
}

export interface CcxtOrder {
  id?: string | undefined
  clientOrderId?: string | undefined
  symbol: string
  side?: string | undefined
  amount?: Decimal | undefined
  price?: Decimal | undefined
  filled?: Decimal | undefined
  average?: Decimal | undefined
  cost?: Decimal | undefined
  status?: string | undefined
  timestamp?: number | undefined
  /** In the answer to a new order; without its id, side and time. */
  trades?: CcxtTrade[] | undefined
}

export interface CcxtTrade {
  id?: string | undefined
  order?: string | undefined
  symbol: string
  side?: string | undefined
  price?: Decimal | undefined
  amount?: Decimal | undefined
  cost?: Decimal | undefined
  fee?: CcxtFee | undefined
  /** All fees, where the exchange takes more than one; `fee` may be left out then. */
  fees?: CcxtFee[] | undefined
  timestamp?: number | undefined
}

/** A part is missing where the exchange does not say it. */
interface CcxtFee {
  cost?: Decimal | undefined
  currency?: string | undefined
}

export type Headers = Readonly<Record<string, string>>

export type HandleErrors = (
  status: number,
  reason: string,
  url: string,
  method: string,
  headers: Headers,
  body: string,
  ...rest: unknown[]
) => unknown

/** The parts of ccxt that we replace. */
export interface CcxtInternals {
  hostname: string | undefined
  loadFetchImplementation: () => Promise<void>
  loadProxyModules: () => Promise<void>
  options: Record<string, unknown>
  enableLastHttpResponse: boolean
  enableLastResponseHeaders: boolean
  setLastRequest: () => void
  seconds: () => number
  nonce: () => number
  amountToPrecision: (symbol: string, amount: Decimal) => Decimal
  priceToPrecision: (symbol: string, price: Decimal) => Decimal
  undiciBody: (answer: HttpBody) => Promise<string>
  handleErrors: HandleErrors
}

/** A hardened instance of ccxt that sends nothing itself: all accounts of an exchange stand on it. */
export type SharedClient = CcxtClient & CcxtInternals
