import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://www.bitget.com/api-doc/common/error-code/restapi */
export const BITGET_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
    const raw = textOf(row['code']) ?? textOf(row['err_code'])
    if (raw === undefined || raw === '00000') return undefined
    return { raw, words: textOf(row['msg']) ?? textOf(row['err_msg']) ?? '' }
  },
  senses: {
    '40001': 'bad-secret', // a header of the signature is empty
    '40002': 'bad-secret',
    '40003': 'bad-secret',
    '40004': 'clock',
    '40005': 'clock',
    '40006': 'revoked', // invalid access key
    '40008': 'clock',
    '40009': 'bad-secret',
    '40010': 'unclear', // timed out
    '40011': 'bad-secret', // passphrase missing
    '40012': 'bad-secret', // key or passphrase
    '40013': 'frozen',
    '40014': 'permission-lost',
    '40015': 'unclear', // system error
    '40018': 'ip-blocked',
    '40022': 'frozen',
    '40023': 'frozen',
    '40024': 'frozen',
    '40025': 'permission-lost',
    '40026': 'frozen',
    '40029': 'permission-lost', // not a trader
    '40031': 'frozen', // cancelled account
    '40035': 'permission-lost', // identity to be verified first
    '40036': 'bad-secret', // passphrase
    '40037': 'revoked',
    '40038': 'ip-blocked',
    '40041': 'revoked',
    '40078': 'clock', // the engine had it later than our receiveWindow allows
    '40085': 'unsupported-account', // unified: it knows no question of the classic account
    '40099': 'wrong-environment', // a key of the demo, or the other way round
    '40200': 'unclear', // upgrade
    '40725': 'unclear',
    '429': 'rate',
    '1001': 'key-rate',
    '43012': 'insufficient-funds',
    '40711': 'insufficient-funds',
    '40712': 'insufficient-funds',
    '40762': 'insufficient-funds',
    '40109': 'order-not-found',
    '40768': 'order-not-found',
    '43001': 'order-not-found',
    '43118': 'unclear', // double of an id of ours
    '40786': 'unclear',
    '43000': 'unclear',
    '40017': 'order-rejected', // parameter error
    '40019': 'order-rejected',
    '40020': 'order-rejected',
    '40034': 'order-rejected', // no such parameter, e.g. a pair
    '40808': 'order-rejected',
  },
  ranges: [
    [/^40(30[0-9])$/, 'order-rejected'],
    [/^43(00[2-9]|01[01]|02\d|11[0-7])$/, 'order-rejected'],
    [/^451\d\d$/, 'order-rejected'], // below the minimum
  ],
}
