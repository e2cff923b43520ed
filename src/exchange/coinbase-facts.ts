import { rowOf, textOf } from './answer-parts.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** Coinbase, for people. Sources: facts/exchanges.md §2 and §3, docs.cdp.coinbase.com of 2026. */
export const COINBASE_FACTS: ExchangeFacts = {
  name: 'Coinbase',
  keyPage: 'https://portal.cdp.coinbase.com/projects/api-keys',
  createKeySteps: (egressIps) => [
    'In the Coinbase Developer Platform, open your project and then API keys, Secret API Keys.',
    'Create API key. Give it a name.',
    allowAddresses(egressIps),
    'Under API restrictions tick View and Trade. Not Transfer.',
    'Under Advanced choose the algorithm ECDSA: with Ed25519 nothing can be traded.',
    'Create, and download the key. Both texts stand in that file: the name and the private key.',
  ],
  deleteKeySteps: [
    'In the Coinbase Developer Platform, open your project and then API keys.',
    'Open the menu of the key, choose Delete and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'name of the key',
      looks: 'it begins with organizations/',
      pattern: /organizations\/[A-Fa-f0-9-]{36}\/apiKeys\/[A-Fa-f0-9-]{36}/g,
    },
    {
      name: 'secret',
      label: 'private key',
      looks: 'it begins with -----BEGIN EC PRIVATE KEY-----, and may have several lines',
      pattern:
        /-----BEGIN EC PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{40,400}-----END EC PRIVATE KEY-----/g,
    },
  ],
  confirmSeconds: [60, 300, 900],
  makerFeeRate: '0.004',
  takerFeeRate: '0.006',
  verifiedAt: '2026-01-15',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What a deleted key, or one used from another address, is answered with: Coinbase says only “Unauthorized”.',
  ],
}

/** https://docs.cdp.coinbase.com/api-reference/advanced-trade-api: nearly all is one word, Unauthorized. */
export const COINBASE_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
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
