import type { Dispatcher } from 'undici'
import type {
  CcxtClient,
  CcxtInternals,
  HandleErrors,
  Headers,
  SharedClient,
} from './ccxt-client.ts'
import { Refusal } from './refusal.ts'
import { readText } from './read-text.ts'

/** What ccxt's own parts are replaced with. */
interface Replacements {
  /** Milliseconds of our clock. */
  now: () => number
  /** How many milliseconds our clock is ahead of the exchange's. */
  ahead: () => number
  /** Whether the body alone shows success or refusal, whatever the status; undefined: ccxt decides. */
  outcomeIn: (body: string) => 'refused' | 'done' | undefined
  /** The header that tells, in milliseconds of the exchange's clock, when a limit is reset. */
  resetHeader: string | undefined
}

/** ccxt's own types do not know of `number: String`. */
function keepsDigits(ccxt: object): ccxt is CcxtClient & CcxtInternals {
  return 'number' in ccxt && ccxt.number === String
}

/** Takes the traps out of a keyless ccxt instance. All of them were seen in ccxt 4.5.84. */
export async function harden(
  ccxt: object,
  { now, ahead, outcomeIn, resetHeader = '' }: Replacements,
): Promise<SharedClient> {
  if (!keepsDigits(ccxt)) throw new TypeError('Cannot use ccxt: not made with number: String')
  // It would keep the last answer on the instance: 5 MB after Binance's list of markets.
  ccxt.enableLastHttpResponse = false
  ccxt.enableLastResponseHeaders = false
  // It would keep the last request there, with the signed URL and the API key among its headers.
  ccxt.setLastRequest = () => undefined
  // ccxt measures the clocks' difference only while it loads markets, which accounts that share them never do,
  // and some exchanges' classes do not use it at all. Some sign with one of these, some with the other.
  const theirNow = () => now() - ahead()
  ccxt.milliseconds = theirNow
  ccxt.seconds = () => Math.floor(theirNow() / 1000)
  // ccxt uses the millisecond: of six simultaneous orders to Kraken two carried the same nonce. All keys share one
  // sequence, so that the nonces of each key only grow.
  ccxt.nonce = monotonic(theirNow)
  // ccxt silently truncates amounts and rounds prices through a float. What does not fit is refused before it
  // gets here.
  ccxt.amountToPrecision = (_, amount) => amount
  ccxt.priceToPrecision = (_, price) => price
  // Once a private call has succeeded, ccxt takes Binance's -2015, a refused key, for a flood (DDoSProtection),
  // and that error asks to be retried forever: ccxt#22712.
  Object.defineProperty(ccxt.options, 'hasAlreadyAuthenticatedSuccessfully', {
    get: () => false,
    set() {
      // Stays false.
    },
    enumerable: true,
  })
  // ccxt's timeout ends with the headers, and it pipes a compressed body without forwarding errors: if the body
  // stalls, the call never returns.
  ccxt.undiciBody = readText
  // Its errors keep neither the status nor Retry-After, and not always the body.
  ccxt.handleErrors = keepRaw(ccxt.handleErrors.bind(ccxt), {
    outcomeIn,
    resetsInMs: (headers) => Number(headers[resetHeader] ?? 0) - theirNow(),
  })
  // Every request goes through the account's own dispatcher, which is in `derive`.
  Object.defineProperty(ccxt, 'fetchDispatcher', {
    get() {
      throw new TypeError('Cannot send through what all accounts share')
    },
    // ccxt creates an agent with sockets of its own for each instance: close it at once, and keep ours.
    set(own: Dispatcher | undefined) {
      void own?.close()
    },
  })
  // Once for all accounts: otherwise each would look for proxy modules and create an agent of its own.
  await Promise.all([ccxt.loadFetchImplementation(), ccxt.loadProxyModules()])
  return ccxt
}

/**
 * Throws the raw answer instead of ccxt's class for it, which misleads: ccxt 4.5.84 has OKX's "API key
 * doesn't exist" as a plain ExchangeError, Bitget's "Request timed out" as an AuthenticationError. Some
 * refusals it takes for data, as HTX's codes of v2 that it does not know and Bitfinex's with a status other
 * than 500: those are ours to see.
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
