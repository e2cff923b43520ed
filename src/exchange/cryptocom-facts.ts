import { rowOf, textOf } from './answer-parts.ts'
import { letters } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** Crypto.com Exchange, for people. Sources: facts/exchanges.md §2 and §3, its documents of 2025-11-30. */
export const CRYPTOCOM_FACTS: ExchangeFacts = {
  name: 'Crypto.com',
  keyPage: 'https://crypto.com/exchange/user/settings/api-management',
  createKeySteps: (egressIps) => [
    'On the Crypto.com Exchange (not in the app), open Settings and then API Keys.',
    'Create a new API key. Give it a label and pass the two-factor check.',
    'Tick Enable Trading. Do not tick Enable Withdrawal.',
    allowAddresses(egressIps),
    'Copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On the Crypto.com Exchange, open Settings and then API Keys.',
    'Press Delete next to the key and pass the two-factor check.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: 'about 22 letters and digits',
      pattern: letters(18, 30),
    },
    {
      name: 'secret',
      label: 'secret key',
      looks: 'cxakp_ and about 22 letters and digits',
      pattern: /(?<![\w-])cx[a-z]{2,4}_[A-Za-z0-9]{18,40}(?![\w-])/g,
    },
  ],
  confirmSeconds: [60, 300, 900],
  makerFeeRate: '0.0025',
  takerFeeRate: '0.005',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Which rights a key has: Crypto.com does not tell.',
    'Sub-accounts: keys of two of them look like keys of one account.',
  ],
}

/** https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html: response and reason codes. */
export const CRYPTOCOM_ERRORS: ErrorTable = {
  read(body) {
    const { code, message } = rowOf(body)
    const raw = textOf(code)
    return raw === undefined || raw === '0' ? undefined : { raw, words: textOf(message) ?? '' }
  },
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
