import { rowOf, textOf } from './answer-parts.ts'
import { letters } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

const TOKEN = letters(70, 110)

/** BingX, for people. Sources: facts/exchanges.md §2 and §3, BingX's documents of 2025-11-30. */
export const BINGX_FACTS: ExchangeFacts = {
  name: 'BingX',
  keyPage: 'https://bingx.com/en/accounts/api',
  createKeySteps: (egressIps) => [
    'On the BingX website, open your profile and then API Management.',
    'Create API. Give it a label and pass the check.',
    'Edit the key: tick Read and Spot trading. Not Withdraw.',
    allowAddresses(egressIps),
    'Copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On BingX, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: 'about 86 letters and digits', pattern: TOKEN },
    { name: 'secret', label: 'secret key', looks: 'about 86 letters and digits', pattern: TOKEN },
  ],
  unboundRule:
    'BingX deletes a key that may trade and is not bound to addresses after 14 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Which rights a key has.',
  ],
}

/** https://bingx-api.github.io/docs/#/en-us/spot/changelog: error codes. Refusals come with HTTP 200. */
export const BINGX_ERRORS: ErrorTable = {
  read(body) {
    const { code, msg } = rowOf(body)
    const raw = textOf(code)
    return raw === undefined || raw === '0' ? undefined : { raw, words: textOf(msg) ?? '' }
  },
  senses: {
    '100001': 'bad-secret',
    '100412': 'bad-secret',
    '100413': 'revoked',
    '100419': 'ip-blocked',
    '100004': 'permission-lost',
    '100414': 'frozen',
    '100410': 'key-rate',
    '100421': 'clock',
    '100202': 'insufficient-funds',
    '80012': 'insufficient-funds',
    '101204': 'insufficient-funds',
    '80016': 'order-not-found',
    '80017': 'order-not-found',
    '100404': 'order-not-found',
    '80001': 'order-rejected',
    '80014': 'order-rejected', // invalid parameters
    '100204': 'order-rejected',
    '100400': 'order-rejected',
    '100440': 'not-now', // too far from the price
    '101253': 'insufficient-funds',
  },
  words: [
    [/^80014 .*timestamp/i, 'clock'],
    [/^80012 .*(service|system)/i, 'unclear'],
    [/^100421 .*restricted/i, 'order-rejected'], // the pair can't be traded through the API
    [/(clientOrderI[Dd]|client order id).*(exist|duplicat|unique|repeat)/i, 'unclear'],
    [/^\d+ .*order (does )?not exist/i, 'order-not-found'],
  ],
}
