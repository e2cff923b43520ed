import { isRow, rowOf, wordsOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://docs.kraken.com/exchange/guides/general/errors */
export const KRAKEN_ERRORS: ErrorTable = {
  read(body) {
    const { error } = rowOf(body)
    // "EService:Throttled: 1700000000": the code is what stands before the second colon.
    const [first] = wordsOf(error).filter((word) => word.startsWith('E'))
    if (first === undefined) return undefined
    const [severity = '', what = ''] = first.split(':')
    return { raw: `${severity}:${what}`, words: first }
  },
  // What begins with W is a warning beside a result: https://docs.kraken.com/api/docs/guides/spot-rest-intro
  accepts: (body) => isRow(rowOf(body)['result']),
  senses: {
    'EAPI:Invalid key': 'not-permitted', // deleted, revoked, expired or mistyped
    'EAPI:Invalid signature': 'bad-secret',
    'EAPI:Invalid nonce': 'clock',
    'EAPI:Rate limit exceeded': 'key-rate',
    'EAPI:Feature disabled': 'order-rejected',
    'EAPI:Bad request': 'order-rejected',
    'EGeneral:Permission denied': 'permission-lost',
    'EGeneral:Temporary lockout': 'rate',
    'EGeneral:Too many requests': 'rate',
    'EGeneral:Invalid arguments': 'order-rejected',
    'EGeneral:Unknown method': 'order-rejected',
    'EAccount:Invalid permissions': 'order-rejected', // a coin that is not sold in that country
    'EAuth:Account temporary disabled': 'frozen',
    'EAuth:Account unconfirmed': 'frozen',
    'EAuth:Rate limit exceeded': 'rate',
    'EAuth:Too many requests': 'rate',
    'ETrade:User Locked': 'frozen',
    'ETrade:Invalid request': 'order-rejected',
    'EService:Throttled': 'key-rate',
    'EService:Deadline elapsed': 'busy', // our deadline passed before the engine had it
    'EService:Market in cancel_only mode': 'market-closed',
    'EService:Market in post_only mode': 'market-closed',
    'EQuery:Unknown asset pair': 'order-rejected',
    'EOrder:Insufficient funds': 'insufficient-funds',
    'EOrder:Orders limit exceeded': 'not-now',
    'EOrder:Unknown order': 'order-not-found',
    'EOrder:Rate limit exceeded': 'key-rate',
    'EOrder:Domain rate limit exceeded': 'key-rate',
    'EOrder:Duplicate client order id': 'unclear',
  },
  // Of an id that Kraken never gave; of a new order, it says that its parameters do not go together.
  onRead: { 'EOrder:Invalid order': 'order-not-found' },
  onCancel: { 'EOrder:Invalid order': 'order-not-found' },
  ranges: [[/^EOrder:(?!.*[Dd]uplicate)/, 'order-rejected']],
  words: [
    [/duplicate/i, 'unclear'],
    // Too near or too far, by Kraken's clock: the order was not taken.
    [/^EGeneral:Invalid arguments .*deadline/i, 'clock'],
  ],
  waits: { 'EGeneral:Temporary lockout': 900 },
}
