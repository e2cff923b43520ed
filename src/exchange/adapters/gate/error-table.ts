import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://www.gate.com/docs/developers/apiv4/#label-list */
export const GATE_ERRORS: ErrorTable = {
  read(body) {
    const { label, message, detail } = rowOf(body)
    const raw = textOf(label)
    return raw === undefined ? undefined : { raw, words: textOf(message) ?? textOf(detail) ?? '' }
  },
  senses: {
    INVALID_KEY: 'revoked',
    INVALID_CREDENTIALS: 'not-permitted',
    AUTHENTICATION_FAILED: 'not-permitted',
    INVALID_SIGNATURE: 'bad-secret',
    MISSING_REQUIRED_HEADER: 'bad-secret',
    IP_FORBIDDEN: 'ip-blocked',
    READ_ONLY: 'permission-lost',
    FORBIDDEN: 'permission-lost',
    REQUEST_EXPIRED: 'clock',
    ACCOUNT_LOCKED: 'frozen',
    SUB_ACCOUNT_LOCKED: 'frozen',
    TOO_MANY_REQUESTS: 'key-rate',
    TOO_FAST: 'key-rate',
    BALANCE_NOT_ENOUGH: 'insufficient-funds',
    INSUFFICIENT_AVAILABLE: 'insufficient-funds',
    ORDER_NOT_FOUND: 'order-not-found',
    CLIENT_ID_NOT_FOUND: 'order-not-found',
    ORDER_CLOSED: 'order-not-found',
    ORDER_CANCELLED: 'order-not-found',
    CANCEL_FAIL: 'unclear',
    POC_FILL_IMMEDIATELY: 'order-rejected',
    QUANTITY_NOT_ENOUGH: 'order-rejected',
    AMOUNT_TOO_LITTLE: 'order-rejected',
    AMOUNT_TOO_MUCH: 'order-rejected',
    INVALID_PRECISION: 'order-rejected',
    INVALID_CURRENCY: 'order-rejected',
    INVALID_CURRENCY_PAIR: 'order-rejected',
    INVALID_PARAM_VALUE: 'order-rejected',
    INVALID_ARGUMENT: 'order-rejected',
    INVALID_REQUEST_BODY: 'order-rejected',
    MISSING_REQUIRED_PARAM: 'order-rejected',
    BAD_REQUEST: 'order-rejected',
    INVALID_CLIENT_ORDER_ID: 'order-rejected',
    FOK_NOT_FILL: 'order-rejected',
    TRADE_RESTRICTED: 'order-rejected',
    TOO_MANY_ORDERS: 'not-now',
    PRICE_TOO_DEVIATED: 'not-now',
    // No coins there yet: a thing of the balance, not of the key.
    USER_NOT_FOUND: 'unclear',
  },
}
