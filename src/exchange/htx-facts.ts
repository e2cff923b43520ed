import { rowOf, textOf } from './answer-parts.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

const FOUR_GROUPS =
  /(?<![\w-])[A-Za-z0-9]{6,12}(?:-[A-Za-z0-9]{6,10}){2}-[A-Za-z0-9]{4,6}(?![\w-])/g

/** HTX, for people. Sources: facts/exchanges.md §2 and §3, HTX's documents of 2025-11-30. */
export const HTX_FACTS: ExchangeFacts = {
  name: 'HTX',
  keyPage: 'https://www.htx.com/en-us/apikey',
  createKeySteps: (egressIps) => [
    'On the HTX website, open your profile and then API Management.',
    'Enter a note, and tick Read-only and Trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Create, pass the check and copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On HTX, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'access key',
      looks: 'four groups of letters and digits',
      pattern: FOUR_GROUPS,
    },
    {
      name: 'secret',
      label: 'secret key',
      looks: 'four groups of letters and digits',
      pattern: FOUR_GROUPS,
    },
  ],
  unboundRule:
    'HTX turns a key that may trade and is not bound to addresses off after 90 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.002',
  takerFeeRate: '0.002',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key is answered with on spot.',
    'Orders that ended over a day ago are not found by our own id.',
  ],
}

/** Spot tells `err-code`, version 2 `code`, futures `err_code`; refusals come with HTTP 200. */
export const HTX_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
    const words = ['err-msg', 'err_msg', 'message'].map((name) => textOf(row[name])).find(Boolean)
    const raw = textOf(row['err-code']) ?? textOf(row['err_code'])
    if (row['status'] === 'error') return { raw: raw ?? 'error', words: words ?? '' }
    const code = textOf(row['code'])
    if (code === undefined || code === '200') return undefined
    return { raw: code, words: words ?? '' }
  },
  senses: {
    'api-signature-check-failed': 'bad-secret',
    'api-not-support-temp-addr': 'permission-lost',
    '1003': 'bad-secret',
    '12001': 'clock',
    '12002': 'bad-secret',
    '12003': 'bad-secret',
    '12004': 'expired',
    '12005': 'ip-blocked',
    '12006': 'clock',
    '12007': 'revoked',
    '12008': 'bad-secret',
    '12009': 'frozen',
    'rate-too-many-requests': 'key-rate',
    'base-request-exceed-frequency-limit': 'key-rate',
    'request limit': 'key-rate',
    'account-frozen-balance-insufficient-error': 'insufficient-funds',
    'order-accountbalance-error': 'insufficient-funds',
    'base-record-invalid': 'order-not-found',
    'order-orderstate-error': 'order-not-found',
    'order-queryorder-invalid': 'order-not-found',
    'not-found': 'order-not-found',
    'base-symbol-error': 'order-rejected',
    'base-symbol-trade-disabled': 'market-closed',
    'invalid-parameter': 'order-rejected',
    'bad-request': 'order-rejected',
    'invalid-amount': 'order-rejected',
    'invalid-price': 'order-rejected',
    'invalid-client-order-id': 'order-rejected',
    'order-update-error': 'unclear',
    'order-date-limit-error': 'unclear',
    'gateway-internal-error': 'unclear',
    timeout: 'unclear',
  },
  ranges: [
    [
      /^order-.*(-min-error|-max-error|-precision-error|-limit-error|price-.*-error)$/,
      'order-rejected',
    ],
  ],
  words: [
    [/Incorrect Access key/i, 'revoked'],
    [/(private|access) ?key (is|has) expired/i, 'expired'],
    [/Verification failure/i, 'bad-secret'],
    [/Incorrect IP address/i, 'ip-blocked'],
    [/Invalid submission time|incorrect time format/i, 'clock'],
    [/API key has no permission/i, 'permission-lost'],
    [/client.?order.?id.*(duplicat|exist|repeat|used)/i, 'unclear'],
  ],
}
