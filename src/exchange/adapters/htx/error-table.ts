import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

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
    'invalid-client-order-id': 'unclear', // used before, within 24 h: huobi_Golang#38
    'order-disabled': 'market-closed', // the pair is not traded yet
    'cancel-disabled': 'market-closed',
    'order-invalid-price': 'not-now', // more than 10 % from the last one
    'order-limitorder-price-min-error': 'not-now',
    'order-limitorder-price-max-error': 'not-now',
    'order-amount-over-limit': 'order-rejected',
    'order-holding-limit-failed': 'order-rejected',
    'operation-forbidden-for-lock-account-state': 'frozen',
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
    // "record invalid" is said of an order that is not there, this of a failure to look.
    [/^base-record-invalid .*(fail|try again)/i, 'unclear'],
    [/client.?order.?id.*(duplicat|exist|repeat|used)/i, 'unclear'],
  ],
}
