import { rowOf, textOf } from './answer-parts.ts'
import { letters, UUID } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** OKX, for people. Sources: facts/exchanges.md §2 and §3, OKX's documents of 2025-11-30. */
export const OKX_FACTS: ExchangeFacts = {
  name: 'OKX',
  keyPage: 'https://www.okx.com/account/my-api',
  createKeySteps: (egressIps) => [
    'On the OKX website (my.okx.com in Europe, app.okx.com in the US), open your profile and then API.',
    'Create API key. Give it a name and a passphrase of your own; you will need that passphrase here.',
    'Permissions: Read and Trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Confirm, and copy the API key and the secret key now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On OKX, open your profile and then API.',
    'Open the key, press Delete and pass the two-factor check.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: 'five groups of letters and digits', pattern: UUID },
    {
      name: 'secret',
      label: 'secret key',
      looks: '32 letters and digits',
      pattern: letters(30, 48),
    },
    { name: 'passphrase', label: 'passphrase', looks: 'the one that you chose for this key' },
  ],
  // One and the same key is unknown on the other two: freqtrade#10967, python-okx#118.
  sites: ['www.okx.com', 'eea.okx.com', 'us.okx.com'],
  unboundRule:
    'OKX deletes a key that may trade and is not bound to addresses after 14 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.0008',
  takerFeeRate: '0.001',
  verifiedAt: '2026-06-05',
  unverified: [
    'Accounts in the multi-currency and the portfolio margin mode: orders are sent as cash.',
    'The sites for Europe and the US (eea.okx.com, us.okx.com): markets are read from www.okx.com.',
  ],
}

/** https://www.okx.com/docs-v5/en/#error-code */
export const OKX_ERRORS: ErrorTable = {
  read(body) {
    const { code, msg, data } = rowOf(body)
    const [first] = Array.isArray(data) ? data : []
    const { sCode, sMsg } = typeof first === 'object' && first !== null ? rowOf(first) : {}
    // Of an order the code says only that something went wrong: what it was stands beside it.
    const inner = textOf(sCode)
    if (inner !== undefined && inner !== '0') return { raw: inner, words: textOf(sMsg) ?? '' }
    const raw = textOf(code)
    return raw === undefined || raw === '0' ? undefined : { raw, words: textOf(msg) ?? '' }
  },
  senses: {
    '50001': 'unclear', // matching engine upgrading
    '50004': 'unclear', // time-out, "does not indicate success or failure of order"
    '50007': 'frozen', // account blocked
    '50009': 'frozen', // suspended while it is liquidated
    '50011': 'key-rate',
    '50012': 'frozen', // account status invalid
    '50013': 'unclear', // busy
    '50026': 'unclear',
    '50027': 'frozen', // restricted from trading
    '50030': 'permission-lost',
    '50035': 'ip-blocked', // the key must be bound to addresses
    '50040': 'key-rate',
    '50044': 'order-rejected',
    '50061': 'key-rate',
    '50100': 'frozen', // API frozen
    '50101': 'wrong-environment', // a key of the demo
    '50102': 'clock',
    '50103': 'bad-secret',
    '50104': 'bad-secret',
    '50105': 'bad-secret', // passphrase
    '50106': 'bad-secret',
    '50107': 'clock',
    '50110': 'ip-blocked',
    '50111': 'revoked',
    '50112': 'clock',
    '50113': 'bad-secret',
    '50114': 'permission-lost', // invalid authority
    '50119': 'revoked',
    '50120': 'permission-lost',
    '50121': 'busy', // our address is in a region that is not served
    '50008': 'revoked', // the user does not exist
    '51008': 'insufficient-funds',
    '51119': 'insufficient-funds',
    '51127': 'insufficient-funds',
    '51131': 'insufficient-funds',
    '51009': 'frozen', // placing is blocked by the platform
    '51024': 'frozen', // trading account is blocked
    '51006': 'not-now', // price out of its band
    '51025': 'not-now', // too many orders
    '51136': 'not-now',
    '51137': 'not-now',
    '51138': 'not-now',
    '51174': 'not-now', // too many orders on the symbol
    '51021': 'market-closed',
    '51022': 'market-closed',
    '51016': 'unclear', // double of an id of ours
    '51011': 'unclear',
    '51400': 'order-not-found', // filled, cancelled or not there
    '51401': 'order-not-found',
    '51402': 'order-not-found',
    '51410': 'unclear', // is being cancelled
    '51603': 'order-not-found',
  },
  // "Order errors": what is wrong with an order before it is taken; and empty or wrong parameters.
  ranges: [
    [/^51\d{3}$/, 'order-rejected'],
    [/^500(00|02|06|14|15|16|24|25)$/, 'order-rejected'],
  ],
}
