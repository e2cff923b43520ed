import type { OrderRequest } from '../../../src/playground/paper-exchange/order.ts'
import { Refusal } from '../../../src/playground/paper-exchange/refusal.ts'

/** An answer that is not a success; its body is JSON, or the one word of the gateway. */
export class CoinbaseRefusal extends Error {
  override name = 'CoinbaseRefusal'
  readonly status: number
  readonly body: string

  constructor(status: number, body: object | string) {
    super(typeof body === 'string' ? body : JSON.stringify(body))
    this.status = status
    this.body = this.message
  }
}

/** Whatever is wrong with a key or a token. */
export const UNAUTHORIZED = new CoinbaseRefusal(401, 'Unauthorized\n')

/** The key may not do that. */
export const MISSING_SCOPES = refusal(403, 'PERMISSION_DENIED', 'Missing required scopes')

export const TOO_MANY = new CoinbaseRefusal(429, {
  errors: [{ id: 'rate_limit_exceeded', message: 'Too many requests' }],
})

/** The form of most refusals. */
export function refusal(status: number, error: string, message: string): CoinbaseRefusal {
  return new CoinbaseRefusal(status, { error, error_details: message, message })
}

/** A parameter that is missing or not what it should be. */
export function invalid(message: string): CoinbaseRefusal {
  return refusal(400, 'INVALID_ARGUMENT', message)
}

/** Why an order was not taken: HTTP 200, and `success: false` beside this. */
export class OrderFailure extends Error {
  override name = 'OrderFailure'
  /** Of the preview, which every order passes first: `PREVIEW_INSUFFICIENT_FUND`. */
  readonly preview: string | undefined
  readonly reason: string

  constructor({ preview, reason }: { preview?: string; reason?: string }, message: string) {
    super(message)
    this.preview = preview
    this.reason = reason ?? 'UNKNOWN_FAILURE_REASON'
  }
}

/** Runs something on the floor, and says in Coinbase's words what the floor refuses in Binance's. */
export function onFloor<T>(order: Pick<OrderRequest, 'market' | 'amount'>, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refusal) throw inCoinbasesWords(error, order)
    throw error
  }
}

function inCoinbasesWords(
  { message }: Refusal,
  { market, amount }: Pick<OrderRequest, 'market' | 'amount'>,
): OrderFailure {
  const atPreview = (preview: string) => new OrderFailure({ preview }, message)
  if (/insufficient balance/.test(message)) return atPreview('PREVIEW_INSUFFICIENT_FUND')
  if (/Market is closed|Invalid symbol/.test(message)) {
    return new OrderFailure({ reason: 'ORDER_ENTRY_DISABLED' }, message)
  }
  if (/NOTIONAL/.test(message)) return atPreview('PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL')
  if (/PRICE_FILTER|'price'/.test(message)) return atPreview('PREVIEW_INVALID_PRICE_PRECISION')
  if (/PERCENT_PRICE/.test(message)) return atPreview('PREVIEW_BREACHED_PRICE_LIMIT')
  if (/LOT_SIZE|'quantity'/.test(message)) {
    if (amount?.lt(market.minAmount)) return atPreview('PREVIEW_INVALID_BASE_SIZE_TOO_SMALL')
    return amount?.gt(market.maxAmount)
      ? atPreview('PREVIEW_INVALID_BASE_SIZE_TOO_LARGE')
      : atPreview('PREVIEW_INVALID_SIZE_PRECISION')
  }
  return new OrderFailure({ reason: 'COMMANDER_REJECTED_NEW_ORDER' }, message)
}
