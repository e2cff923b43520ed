import { rowOf, textOf } from './answer-parts.ts'
import { letters } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

const TOKEN = letters(64, 64)

/** Binance, for people. Sources: facts/exchanges.md §1.3, §2 and §3. */
export const BINANCE_FACTS: ExchangeFacts = {
  name: 'Binance',
  keyPage: 'https://www.binance.com/en/my/settings/api-management',
  createKeySteps: (egressIps) => [
    'On the Binance website, open your profile and then API Management.',
    'Create API, System generated. Give it a label and pass the two-factor check.',
    'Copy the API key and the secret key now: Binance shows the secret only once.',
    'Edit restrictions, Restrict access to trusted IPs only.',
    allowAddresses(egressIps),
    'Tick Enable Spot & Margin Trading. Do not tick Enable Withdrawals.',
    'Save.',
  ],
  deleteKeySteps: [
    'On Binance, open your profile and then API Management.',
    'Find the key by its label and press Delete next to it.',
    'Pass the two-factor check.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '64 letters and digits', pattern: TOKEN },
    { name: 'secret', label: 'secret key', looks: '64 letters and digits', pattern: TOKEN },
  ],
  unboundRule:
    'Binance takes the trading right from a key that is not bound to addresses, 30 days after it was given.',
  // -2008 was seen for a moment on living keys, and -2015 while an address is blocked: ccxt#11045.
  // An idle key is told of within 10 minutes of its end, one with a running bot within 3.
  confirmSeconds: [60, 240],
  busyConfirmSeconds: [30, 60],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-07-21',
  unverified: [],
}

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
