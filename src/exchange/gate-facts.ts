import { rowOf, textOf } from './answer-parts.ts'
import { hex } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** Gate, for people. Sources: facts/exchanges.md §2 and §3, Gate's documents of 2025-11-30. */
export const GATE_FACTS: ExchangeFacts = {
  name: 'Gate',
  keyPage: 'https://www.gate.com/myaccount/profile/api-key/manage',
  createKeySteps: (egressIps) => [
    'On the Gate website, open your profile and then API Management.',
    'Create API Key, APIv4, Classic Account.',
    allowAddresses(egressIps),
    'Permissions: Spot Trade with Read and Write, Wallet and Account with Read only. Not Withdraw.',
    'Confirm with fund password and code, and copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On Gate, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '32 letters and digits', pattern: hex(30, 36) },
    { name: 'secret', label: 'secret key', looks: '64 letters and digits', pattern: hex(60, 68) },
  ],
  unboundRule: 'Gate ends a key that is not bound to addresses after 90 days.',
  unboundDays: 90,
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-04-01',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'How long an ended order is found by our own id: after about an hour it is looked for in the list of ended orders.',
    'Which right a key needs to tell of its own rights.',
  ],
}

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
    PRICE_TOO_DEVIATED: 'not-now',
    // No coins there yet: a thing of the balance, not of the key.
    USER_NOT_FOUND: 'unclear',
  },
}
