import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

/** https://github.com/binance/binance-spot-api-docs/blob/master/errors.md */
export const BINANCE_ERRORS: ErrorTable = {
  read(body) {
    // Asked of every answer, and most are no refusal: a schema would make an error of each.
    const { code, msg } = rowOf(body)
    return typeof code === 'number' && code < 0
      ? { raw: String(code), words: textOf(msg) ?? '' }
      : undefined
  },
  // Left over: -1000, -1001, -1006, -1007, -1008 (all "unknown" or "try again") and new codes.
  senses: {
    '-1002': 'not-permitted',
    '-1003': 'rate',
    '-1013': 'order-rejected', // "didn't reach the Matching Engine": filters
    '-1014': 'order-rejected', // unsupported order combination
    '-1015': 'key-rate', // too many orders of this account
    '-1016': 'busy', // shutting down
    '-1020': 'order-rejected', // unsupported operation
    '-1021': 'clock',
    '-1022': 'bad-secret',
    '-2008': 'revoked',
    '-2010': 'order-rejected',
    '-2011': 'order-not-found',
    '-2013': 'order-not-found',
    '-2014': 'revoked',
    '-2015': 'not-permitted',
    '-2017': 'frozen', // keys are locked on this account
    '-2026': 'order-not-found', // archived: ended unfilled over 90 days ago
    '-3022': 'frozen',
  },
  // The whole range is "request issues": refused before anything was done.
  ranges: [[/^-11\d\d$/, 'order-rejected']],
  // The matching engine's own words, which decide when the code is -1010, -2010 or -2011.
  words: [
    [/^-(1010|2010|2011) This action is disabled on this account\./, 'frozen'],
    [/^-(1010|2010|2011) This account may not place or cancel orders\./, 'frozen'],
    // An order with this id is open, most likely ours from a request whose answer was lost.
    [/^-(1010|2010|2011) Duplicate order sent/, 'unclear'],
    [/^-(1010|2010|2011) Unknown order sent/, 'order-not-found'],
    [/^-(1010|2010|2011) Account has insufficient balance/, 'insufficient-funds'],
    [/^-(1013|2010) (Market is closed|.*MARKET_CLOSED)/, 'market-closed'],
    // These say nothing against the order, only against placing it now.
    [/^-1013 Filter failure: (PERCENT_PRICE|(EXCHANGE_)?MAX_NUM_)/, 'not-now'],
  ],
  // "Market is closed." and the like: the order to cancel is still there.
  onCancel: { '-1010': 'busy', '-2010': 'busy', '-2011': 'busy' },
}
