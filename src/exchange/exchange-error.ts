/** One code per thing a caller does differently, not one per exchange message. */
export type ExchangeErrorCode =
  | 'key-rejected' // the exchange refuses the key: see `verdict`; nothing happened
  | 'insufficient-funds' // nothing happened: less is free than was thought
  | 'order-rejected' // nothing happened: breaks a market rule, never retry as it is
  | 'unlisted' // nothing happened: the exchange does not list the symbol (any more)
  | 'market-closed' // nothing happened: the symbol is not traded now
  | 'not-now' // nothing happened: too far from the price, or too many are open; it may do later
  | 'order-not-found' // already filled or cancelled, or never there: read its state
  | 'unavailable' // not processed: retry later (`retryAt` when the exchange says so)
  | 'outcome-unknown' // sent but unanswered: look it up by client order id, never resend

/** What a refusal says of the key. Told apart by raw code, never by ccxt's class. */
export type KeyVerdict =
  | 'revoked' // the exchange does not know the key (Binance -2008, OKX 50119)
  | 'expired' // its time is over (Bybit 33004)
  | 'bad-secret' // the signature or the passphrase does not fit (Binance -1022)
  | 'ip-blocked' // our address is not on its list (OKX 50110)
  | 'not-permitted' // key, address or right: the exchange does not say which (Binance -2015, -1002)
  | 'permission-lost' // the key lives, it may not do what was asked (Bybit 10005)
  | 'trade-right-lost' // the key lives, its trading right is gone
  | 'wrong-environment' // a key of the exchange's demo, or of another of its sites (OKX 50101)
  | 'unsupported-account' // the account is of a kind that we do not speak to (Bitget 40085: unified)
  | 'frozen' // the account may not trade

/** Where a failure comes from, as far as it says something about the way to the exchange. */
export type FailureSource =
  | 'no-answer' // none came, or none that can be read
  | 'answer' // the exchange's own answer
  | 'pause' // not sent: the exchange asked for silence
  | 'own-limit' // not sent: our own requests use up what may be sent

/** A failed exchange call, in our words. `cause` is scrubbed: it never holds a signed URL or a key. */
export class ExchangeError extends Error {
  override name = 'ExchangeError'
  readonly code: ExchangeErrorCode
  /** Set when the code is `key-rejected`. */
  readonly verdict: KeyVerdict | undefined
  /** Not before this moment, when the exchange named one. */
  readonly retryAt: Date | undefined
  /** Undefined where it says nothing about the way to the exchange. */
  readonly source: FailureSource | undefined
  /** Whether the key's own budget is spent, rather than the one that all keys of our address share. */
  readonly ofKey: boolean
  /** The exchange's own error code, e.g. `-2015`, for logs and screens. */
  readonly raw: string | undefined

  constructor(code: ExchangeErrorCode, message: string, details: ExchangeErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.verdict = details.verdict
    this.retryAt = details.retryAt
    this.raw = details.raw
    this.source = details.source
    this.ofKey = details.ofKey === true
  }
}

/**
 * Whether a failed request says something about the key or the whole exchange: a refused key, or a pause
 * that every request has to keep. Any other failure of a request about one order or symbol is that order's
 * or symbol's trouble.
 */
export function concernsWholeKey({ code, retryAt }: ExchangeError): boolean {
  return code === 'key-rejected' || (code === 'unavailable' && retryAt !== undefined)
}

interface ExchangeErrorDetails {
  verdict?: KeyVerdict | undefined
  retryAt?: Date | undefined
  raw?: string | undefined
  source?: FailureSource
  ofKey?: boolean
  cause?: unknown
}
