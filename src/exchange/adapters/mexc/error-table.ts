import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://mexcdevelop.github.io/apidocs/spot_v3_en/#error-code */
export const MEXC_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
    const raw = textOf(row['code'])
    if (row['success'] === true || raw === undefined || raw === '200' || raw === '0')
      return undefined
    return { raw, words: textOf(row['msg']) ?? textOf(row['message']) ?? '' }
  },
  senses: {
    '10072': 'revoked',
    '700001': 'revoked', // not even the shape of a key
    '402': 'expired',
    '700002': 'not-permitted', // a wrong signature, and an expired key as well
    '602': 'bad-secret',
    '401': 'not-permitted',
    '406': 'ip-blocked',
    '700006': 'ip-blocked',
    '700007': 'permission-lost',
    '701': 'permission-lost',
    '702': 'permission-lost',
    '703': 'permission-lost',
    '704': 'permission-lost',
    '10073': 'clock',
    '700003': 'clock',
    '700005': 'clock', // recvWindow
    '30018': 'frozen',
    '60005': 'frozen', // your account is abnormal
    '140001': 'frozen',
    '730100': 'frozen', // unusual user status
    '429': 'rate',
    '510': 'rate',
    '2005': 'insufficient-funds',
    '10101': 'insufficient-funds',
    '30004': 'insufficient-funds',
    '30005': 'insufficient-funds', // oversold
    '-2011': 'order-not-found',
    '-2013': 'order-not-found',
    '30000': 'market-closed', // suspended
    '30016': 'market-closed',
    '30010': 'not-now', // price out of its band
    '30041': 'order-rejected',
    '10007': 'order-rejected', // the pair can't be traded through the API
    '700004': 'order-rejected',
    '700008': 'order-rejected',
    '700013': 'order-rejected',
    '33333': 'order-rejected',
    '-1121': 'order-rejected',
    '-1128': 'order-rejected',
  },
  ranges: [
    [/^300(0[1-3]|1\d|2[0-9]|3[0-2])$/, 'order-rejected'],
    [/^-11\d\d$/, 'order-rejected'],
  ],
  words: [
    [/^30018 .*market order/i, 'order-rejected'], // by its documents; it was seen with other words, of the account
    [/duplicate|repeat/i, 'unclear'],
    [/insufficient (position|balance)|oversold/i, 'insufficient-funds'],
    [/(order does not exist|unknown order)/i, 'order-not-found'],
  ],
}
