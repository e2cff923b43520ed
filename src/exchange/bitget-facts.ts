import { rowOf, textOf } from './answer-parts.ts'
import { hex } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** Bitget, for people. Sources: facts/exchanges.md §2 and §3, Bitget's documents of 2025-11-30. */
export const BITGET_FACTS: ExchangeFacts = {
  name: 'Bitget',
  keyPage: 'https://www.bitget.com/account/newapi',
  createKeySteps: (egressIps) => [
    'On the Bitget website, open your profile and then API management.',
    'Create, System-generated API key. Give it a note and a passphrase of your own; you will need that passphrase here.',
    'Permissions: Read/write, and of the kinds only Spot trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Pass the checks, and copy the key and the secret now: it is shown only once.',
  ],
  deleteKeySteps: [
    'On Bitget, open your profile and then API management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: 'bg_ and 32 letters and digits',
      pattern: /(?<![\w-])bg_[A-Fa-f0-9]{30,34}(?![\w-])/g,
    },
    { name: 'secret', label: 'secret key', looks: '64 letters and digits', pattern: hex(60, 68) },
    { name: 'passphrase', label: 'passphrase', looks: 'the one that you chose for this key' },
  ],
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2025-11-30',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Unified accounts: the classic spot account is spoken to.',
    'Whether a key may withdraw, where it has rights that are not documented.',
  ],
}

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
