import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html: response and reason codes. */
export const CRYPTOCOM_ERRORS: ErrorTable = {
  read(body) {
    const { code, message } = rowOf(body)
    const raw = textOf(code)
    return raw === undefined || raw === '0' ? undefined : { raw, words: textOf(message) ?? '' }
  },
  // 201, 203, 205, 212, 306, 309, 316, 321, 406, 410, 415 and more do, by those documents.
  refusesWith500: true,
  senses: {
    '40101': 'not-permitted', // the key or its signature
    '10002': 'not-permitted',
    '40103': 'ip-blocked',
    '10003': 'ip-blocked',
    '40102': 'clock',
    '10007': 'clock',
    '40104': 'busy', // not served in that region, or to that tier
    '10005': 'busy',
    '202': 'frozen',
    '406': 'frozen', // account is not active
    '410': 'frozen', // user is not active
    '408': 'frozen',
    '42901': 'rate',
    '10006': 'rate',
    '306': 'insufficient-funds',
    '321': 'insufficient-funds',
    '20002': 'insufficient-funds',
    '212': 'order-not-found',
    '316': 'order-not-found', // no active order
    '40401': 'order-not-found',
    '204': 'unclear', // double of an id of ours
    '205': 'unclear',
    '208': 'market-closed',
    '309': 'market-closed',
    '312': 'not-now', // above the highest price
    '313': 'not-now', // below the lowest
    '315': 'not-now', // too far from the price
    '318': 'not-now', // too many orders
    '224': 'order-rejected', // by the matching engine
    '307': 'unclear',
    '415': 'order-rejected',
    '40001': 'order-rejected',
    '40003': 'order-rejected',
    '40004': 'order-rejected',
    '40005': 'order-rejected',
    '10004': 'order-rejected',
    '30003': 'order-rejected',
  },
  // 2xx and 3xx: what is wrong with an order before it is taken. Of 430xx an order may have become one.
  ranges: [[/^(20[36-9]|21\d|22[0-79]|30[89]|31[0-58-9]|32[05])$/, 'order-rejected']],
}
