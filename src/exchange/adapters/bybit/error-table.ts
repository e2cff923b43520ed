import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://bybit-exchange.github.io/docs/v5/error, read in 2026-07. Bybit answers refusals with HTTP 200. */
export const BYBIT_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
    const raw = textOf(row['retCode']) ?? textOf(row['ret_code'])
    if (raw === undefined || raw === '0') return undefined
    return { raw, words: textOf(row['retMsg']) ?? textOf(row['ret_msg']) ?? '' }
  },
  senses: {
    '10002': 'clock',
    '-1021': 'clock',
    '10003': 'revoked',
    '33004': 'expired',
    '-2015': 'expired',
    '10004': 'bad-secret',
    '10005': 'permission-lost',
    '10007': 'not-permitted',
    '10008': 'frozen', // common ban applied
    '10009': 'busy', // our address is in a region that is not served
    '10010': 'ip-blocked',
    '10024': 'busy', // compliance rules
    '10027': 'frozen', // transactions are banned
    '10006': 'key-rate', // too many visits of one user
    '10018': 'rate',
    '10429': 'rate', // system level frequency protection
    '170222': 'key-rate',
    '10001': 'order-rejected', // parameter error
    '110001': 'order-not-found',
    '170213': 'order-not-found',
    '20001': 'order-not-found',
    '110004': 'insufficient-funds',
    '110007': 'insufficient-funds',
    '110012': 'insufficient-funds',
    '110045': 'insufficient-funds',
    '170033': 'insufficient-funds',
    '170034': 'insufficient-funds',
    '170131': 'insufficient-funds',
    '170001': 'unclear', // internal error
    '170007': 'unclear', // time-out of the backend
    '170132': 'not-now', // price too high
    '170133': 'not-now', // price too low
    '170193': 'not-now',
    '170194': 'not-now',
    '170141': 'unclear', // double of an id of ours
    '110072': 'unclear', // the same, in the words of the unified account
    '110079': 'unclear', // it is being processed
    '170032': 'unclear', // network error
    '170035': 'unclear', // submitted for processing
    '170144': 'unclear', // it is locked
    '170146': 'unclear', // time-out while an order is made
    '170147': 'unclear', // time-out while an order is cancelled
    '170150': 'unclear', // the cancel failed
    '170191': 'unclear', // cannot be cancelled just now
    '170212': 'unclear', // the cancel is being processed
    '170234': 'unclear', // system error
    '170005': 'key-rate', // too many new orders
    '170151': 'market-closed',
    '170157': 'market-closed', // not open to the API
    '170192': 'not-now',
    '170201': 'frozen', // the account is restricted from trading
    '170810': 'not-now', // 500 orders are open
  },
  // It is over: filled, or cancelled before.
  onCancel: {
    '110008': 'order-not-found',
    '110010': 'order-not-found',
    '170139': 'order-not-found',
    '170142': 'order-not-found',
    '170143': 'order-not-found',
    '170190': 'order-not-found',
  },
  // The code that also says that our region is not served.
  words: [
    [/^10009 .*\bbanned\b/i, 'rate'],
    [/^10001 .*accountType only support/i, 'unsupported-account'], // a classic account
  ],
  // "170xxx": what spot finds wrong with an order before it reaches the engine.
  ranges: [[/^170(1|2)\d\d$/, 'order-rejected']],
  bare: [
    [401, /^\s*$/, 'not-permitted'],
    [403, /access too frequent/i, 'rate'],
  ],
  // How long an address stays banned at the least; it may be half an hour, and then the next answer says so
  // again: https://bybit-exchange.github.io/docs/v5/rate-limit
  waits: { '403': 600, '10009': 600 },
  resetHeader: 'X-Bapi-Limit-Reset-Timestamp',
}
