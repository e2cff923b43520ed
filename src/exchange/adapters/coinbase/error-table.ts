import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://docs.cdp.coinbase.com/api-reference/advanced-trade-api: nearly all is one word, Unauthorized. */
export const COINBASE_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
    if (row['success'] === true) return undefined
    const [first] = Array.isArray(row['errors']) ? row['errors'].map(rowOf) : []
    if (first) return { raw: textOf(first['id']) ?? 'error', words: textOf(first['message']) ?? '' }
    const order = row['success'] === false ? rowOf(row['error_response'] ?? {}) : row
    const failed = cancelFailure(row['results'])
    const raws = [order['preview_failure_reason'], order['error'], row['failure_reason'], failed]
    const raw = raws
      .map(textOf)
      .find((each) => each !== undefined && !/^UNKNOWN_F|^UNKNOWN_P/.test(each))
    if (raw === undefined) return row['success'] === false ? { raw: 'error', words: '' } : undefined
    const words = textOf(order['error_details']) ?? textOf(order['message']) ?? ''
    return { raw, words }
  },
  // An order that was taken may have an "error_response" beside it.
  accepts: (body) => rowOf(body)['success'] === true,
  senses: {
    authentication_error: 'not-permitted',
    unauthorized: 'not-permitted',
    invalid_token: 'not-permitted',
    UNAUTHENTICATED: 'not-permitted',
    revoked_token: 'revoked',
    expired_token: 'expired',
    invalid_scope: 'permission-lost',
    PERMISSION_DENIED: 'permission-lost',
    rate_limit_exceeded: 'rate',
    resource_exhausted: 'rate',
    RESOURCE_EXHAUSTED: 'rate',
    INSUFFICIENT_FUND: 'insufficient-funds',
    INSUFFICIENT_FUNDS: 'insufficient-funds',
    PREVIEW_INSUFFICIENT_FUND: 'insufficient-funds',
    PREVIEW_INSUFFICIENT_FUNDS: 'insufficient-funds',
    not_found: 'order-not-found',
    NOT_FOUND: 'order-not-found',
    UNKNOWN_CANCEL_ORDER: 'order-not-found',
    ORDER_IS_FULLY_FILLED: 'order-not-found',
    INVALID_ARGUMENT: 'order-rejected',
    INVALID_REQUEST: 'order-rejected',
    ORDER_ENTRY_DISABLED: 'market-closed',
    INELIGIBLE_PAIR: 'order-rejected',
    UNSUPPORTED_ORDER_CONFIGURATION: 'order-rejected',
  },
  ranges: [[/^(PREVIEW_)?INVALID_/, 'order-rejected']],
  words: [
    [/timestamp expired/i, 'clock'],
    [/\bIP\b.*(allow|white)list|not.*(allow|white)list.*\bIP\b/i, 'ip-blocked'],
  ],
  bare: [[401, /^\s*(Unauthorized)?\s*$/i, 'not-permitted']],
}

function cancelFailure(results: unknown): unknown {
  const [only] = Array.isArray(results) ? results.map(rowOf) : []
  return only?.['success'] === false ? only['failure_reason'] : undefined
}
