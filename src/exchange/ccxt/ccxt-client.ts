import { Refusal } from './refusal.ts'
import { readText, type HttpBody } from './read-text.ts'
import { signerOf, type Signer } from './sign-with-pair.ts'
import type { Dispatcher } from 'undici'
import { isPrivateKey } from '../credentials/key-pair.ts'
import type { Credentials } from '../exchange.ts'

/** A number as ccxt gives it with `number: String`: decimal text, every digit kept. */
type Decimal = string

/** The part of ccxt that we call. Numbers are text both ways. */
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

/** What ccxt's own parts are replaced with. */
interface Replacements {
  /** Milliseconds of our clock. */
  now: () => number
  /** How many milliseconds our clock is ahead of the exchange's. */
  ahead: () => number
  /** What the body of an answer says of itself, whatever its status; where it does not, ccxt decides. */
  outcomeIn: (body: string) => 'refused' | 'done' | undefined
  /** The header that tells, in milliseconds of the exchange's clock, when a limit is reset. */
  resetHeader: string | undefined
}

type Headers = Readonly<Record<string, string>>

type HandleErrors = (
  status: number,
  reason: string,
  url: string,
  method: string,
  headers: Headers,
  body: string,
  ...rest: unknown[]
) => unknown

/** The parts of ccxt that we replace. */
interface CcxtInternals {
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

/** ccxt's own types do not know of `number: String`. */
function keepsDigits(ccxt: object): ccxt is CcxtClient & CcxtInternals {
  return 'number' in ccxt && ccxt.number === String
}

/** A hardened instance of ccxt that sends nothing itself: all accounts of an exchange stand on it. */
export type SharedClient = CcxtClient & CcxtInternals

/** Takes the traps out of a keyless ccxt instance. Why each line is there: facts/exchanges.md §0, §1.4, §5. */
export async function harden(
  ccxt: object,
  { now, ahead, outcomeIn, resetHeader = '' }: Replacements,
): Promise<SharedClient> {
  if (!keepsDigits(ccxt)) throw new TypeError('Cannot use ccxt: not made with number: String')
  ccxt.enableLastHttpResponse = false
  ccxt.enableLastResponseHeaders = false
  // It would keep the signed URL and the API key on the instance.
  ccxt.setLastRequest = () => undefined
  // Some sign with one of these, some with the other.
  const theirNow = () => now() - ahead()
  ccxt.milliseconds = theirNow
  ccxt.seconds = () => Math.floor(theirNow() / 1000)
  // One row of numbers for all keys: whatever signs with a key, its numbers only grow.
  ccxt.nonce = monotonic(theirNow)
  // It rounds prices by way of a float. What does not fit is refused before it gets here.
  ccxt.amountToPrecision = (_, amount) => amount
  ccxt.priceToPrecision = (_, price) => price
  // Once true, ccxt calls every refused key a flood (DDoSProtection): ccxt#22712.
  Object.defineProperty(ccxt.options, 'hasAlreadyAuthenticatedSuccessfully', {
    get: () => false,
    set() {
      // Stays false.
    },
    enumerable: true,
  })
  // ccxt pipes a compressed body without its errors: one that stalls is awaited for ever.
  ccxt.undiciBody = readText
  ccxt.handleErrors = keepRaw(ccxt.handleErrors.bind(ccxt), {
    outcomeIn,
    resetsInMs: (headers) => Number(headers[resetHeader] ?? 0) - theirNow(),
  })
  Object.defineProperty(ccxt, 'fetchDispatcher', {
    get() {
      throw new TypeError('Cannot send through what all accounts share')
    },
    // ccxt makes an agent of its own; closed at once, ours stays.
    set(own: Dispatcher | undefined) {
      void own?.close()
    },
  })
  // Once for all: each account would look for proxies' modules, and make an agent of its own.
  await Promise.all([ccxt.loadFetchImplementation(), ccxt.loadProxyModules()])
  return ccxt
}

interface Derived {
  dispatcher: () => Dispatcher
  signature: ((base64: string) => string) | undefined
}

/**
 * One account's client. It is an object of a few fields that reads everything else from `shared`;
 * whatever ccxt remembers of the account is written on it alone (facts/exchanges.md §0.10).
 *
 * `dispatcher` is asked right before each request goes out; it throws if none may. `signature`: the
 * dialect's, for key pairs. @throws {ExchangeError} when a private key can't be read.
 */
export function derive(
  shared: SharedClient,
  credentials: Credentials | undefined,
  { dispatcher, signature }: Derived,
): CcxtClient {
  const client = Object.create(shared, { fetchDispatcher: { get: dispatcher } }) as SharedClient
  client.options = Object.create(shared.options) as Record<string, unknown>
  if (credentials === undefined) return client
  client.apiKey = credentials.apiKey
  if (signature !== undefined && isPrivateKey(credentials.secret)) {
    // ccxt wants some secret. It signs by `hmac` as long as that is no PEM.
    client.secret = 'a key pair'
    client.hmac = signerOf(credentials.secret, signature)
  } else {
    client.secret = credentials.secret
  }
  client.password = credentials.passphrase
  if (credentials.site !== undefined) client.hostname = credentials.site
  return client
}

/**
 * Throws the raw answer instead of ccxt's class for it, which is often misleading. Some refusals ccxt
 * takes for data: those are ours to see.
 */
function keepRaw(
  judge: HandleErrors,
  {
    outcomeIn,
    resetsInMs,
  }: Pick<Replacements, 'outcomeIn'> & { resetsInMs: (headers: Headers) => number },
): HandleErrors {
  return (status, reason, url, method, headers, body, ...rest) => {
    const answer = { status, body, retryAfter: headers['Retry-After'] }
    const refusal = () => new Refusal({ ...answer, resetsInMs: resetsInMs(headers) })
    const outcome = status >= 400 ? 'refused' : outcomeIn(body)
    if (outcome === 'refused') throw refusal()
    if (outcome === 'done') return undefined
    try {
      return judge(status, reason, url, method, headers, body, ...rest)
    } catch {
      throw refusal()
    }
  }
}

/** Never gives a number twice, unless the clock was set back by more than a second. */
function monotonic(next: () => number): () => number {
  let last = 0
  return () => {
    const now = next()
    last = now > last || last - now > 1000 ? now : last + 1
    return last
  }
}
