import { rowOf, textOf } from './answer-parts.ts'
import { letters } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

const TOKEN = letters(40, 50)

/** Bitfinex, for people. Sources: facts/exchanges.md §2 and §3, docs.bitfinex.com of 2025-11-30. */
export const BITFINEX_FACTS: ExchangeFacts = {
  name: 'Bitfinex',
  keyPage: 'https://setting.bitfinex.com/api',
  createKeySteps: (egressIps) => [
    'On the Bitfinex website, open your profile and then API keys.',
    'Create New Key. Give it a name.',
    'Account Info and Account History: Get. Orders: Get and Create. Wallets: Get. Not Withdraw.',
    allowAddresses(egressIps),
    'Generate, pass the two-factor check and confirm the mail in this same browser; then copy both texts.',
  ],
  deleteKeySteps: [
    'On Bitfinex, open your profile and then API keys.',
    'Press Revoke next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '43 letters and digits', pattern: TOKEN },
    { name: 'secret', label: 'API key secret', looks: '43 letters and digits', pattern: TOKEN },
  ],
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.002',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key, or one used from another address, is answered with.',
    'Bitfinex knows orders by numbers of its own form: after a database is restored from a backup, orders placed since are not recognised.',
  ],
}

/** Arrays `["error", code, words]`, all with HTTP 500; https://docs.bitfinex.com/docs/abbreviations-glossary */
export const BITFINEX_ERRORS: ErrorTable = {
  read(body) {
    if (!Array.isArray(body)) {
      const row = rowOf(body)
      const raw = textOf(row['error']) ?? textOf(row['message'])
      return raw === undefined ? undefined : { raw, words: textOf(row['message']) ?? '' }
    }
    if (body[0] === 'error')
      return { raw: textOf(body[1]) ?? 'error', words: textOf(body[2]) ?? '' }
    // A notification: [time, type, id, null, data, code, status, text].
    const [, type, , , , code, status, text] = body as unknown[]
    if (typeof type !== 'string' || !/^(ERROR|FAILURE)$/.test(textOf(status) ?? ''))
      return undefined
    return { raw: textOf(code) ?? '10001', words: textOf(text) ?? '' }
  },
  refusesWith500: true,
  senses: {
    '10100': 'not-permitted',
    '10112': 'bad-secret',
    '10113': 'bad-secret',
    '10114': 'clock', // nonce
    '11010': 'rate',
    '10010': 'rate',
    ERR_RATE_LIMIT: 'rate',
    '20060': 'busy', // maintenance
    '10020': 'order-rejected', // parameter error
  },
  words: [
    [/^10100 apikey: digest/, 'bad-secret'],
    [/^10100 apikey: invalid/, 'revoked'],
    [/^10100 .*nonce/, 'clock'],
    // 10001 is "something is wrong", whatever that is.
    [/^10001 .*permission/i, 'permission-lost'],
    [/^10001 .*(not enough|available balance is only)/i, 'insufficient-funds'],
    [/^10001 .*order not found/i, 'order-not-found'],
    [/^10001 .*(cid|duplicat)/i, 'unclear'],
    [
      /^10001 .*(Invalid order|symbol: invalid|minimum size|price: invalid|amount: invalid)/i,
      'order-rejected',
    ],
  ],
}
