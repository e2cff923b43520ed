import { rowOf, wordsOf } from './answer-parts.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** Kraken, for people. Sources: facts/exchanges.md §2 and §3, docs.kraken.com. */
export const KRAKEN_FACTS: ExchangeFacts = {
  name: 'Kraken',
  keyPage: 'https://pro.kraken.com/app/settings/api',
  createKeySteps: (egressIps) => [
    'On Kraken Pro, open Settings and then API.',
    'Create API key. Give it a name.',
    'Tick Query funds, Query open orders & trades, Query closed orders & trades, Create & modify orders, Cancel & close orders. Not Withdraw.',
    `Turn the IP address restriction on. ${allowAddresses(egressIps)}`,
    'Generate, and copy the API key and the private key now: it is shown only once.',
  ],
  deleteKeySteps: [
    'On Kraken Pro, open Settings and then API.',
    'Open the menu of the key, choose Delete and pass the two-factor check.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: '56 letters, digits and signs',
      pattern: /(?<![\w+/=-])[A-Za-z0-9+/]{50,64}(?![\w+/=-])/g,
    },
    {
      name: 'secret',
      label: 'private key',
      looks: '88 letters, digits and signs, with == at its end',
      pattern: /(?<![\w+/=-])[A-Za-z0-9+/]{84,90}={0,2}(?![\w+/=-])/g,
    },
  ],
  unboundRule:
    'Kraken ends a key on the day that you set for it, and may take rights from keys that were not used for months.',
  // "Temporary lockout" comes of a refused key that is tried again and again.
  confirmSeconds: [900, 900],
  makerFeeRate: '0.0025',
  takerFeeRate: '0.004',
  verifiedAt: '2026-07-21',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key, or one used from another address, is answered with.',
    'The steps to delete a key.',
  ],
}

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
  ranges: [[/^EOrder:(?!.*[Dd]uplicate)/, 'order-rejected']],
  words: [[/duplicate/i, 'unclear']],
  waits: { 'EGeneral:Temporary lockout': 900 },
}
