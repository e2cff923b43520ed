import { rowOf, textOf } from './answer-parts.ts'
import { hex, UUID } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** KuCoin, for people. Sources: facts/exchanges.md §2 and §3, KuCoin's documents of 2025-11-04. */
export const KUCOIN_FACTS: ExchangeFacts = {
  name: 'KuCoin',
  keyPage: 'https://www.kucoin.com/account/api',
  createKeySteps: (egressIps) => [
    'On the KuCoin website, open your avatar and then API Management.',
    'Create API, API Trading. Give it a name and a passphrase of your own; you will need that passphrase here.',
    'Tick General and Spot. Do not tick Transfer: that right also withdraws.',
    allowAddresses(egressIps),
    'Confirm with trading password and codes, and copy the key and the secret now: it is shown only once.',
  ],
  deleteKeySteps: [
    'On KuCoin, open your avatar and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    { name: 'apiKey', label: 'API key', looks: '24 letters and digits', pattern: hex(22, 28) },
    {
      name: 'secret',
      label: 'API secret',
      looks: 'five groups of letters and digits',
      pattern: UUID,
    },
    { name: 'passphrase', label: 'passphrase', looks: 'the one that you chose for this key' },
  ],
  unboundRule:
    'KuCoin deletes a key that may trade and is not bound to addresses, or takes that right, after 30 days in which it was not used.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-04-01',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'What an expired key is answered with.',
    'Coins in the funding account are not seen: only the trading account is.',
  ],
}

/** https://www.kucoin.com/docs-new/error-code */
export const KUCOIN_ERRORS: ErrorTable = {
  read(body) {
    const { code, msg } = rowOf(body)
    const raw = textOf(code)
    if (raw === undefined || raw === '200000' || raw === '200') return undefined
    return { raw, words: textOf(msg) ?? '' }
  },
  senses: {
    '400001': 'bad-secret', // a header of the signature is missing
    '400002': 'clock',
    '400003': 'revoked',
    '400004': 'bad-secret', // passphrase
    '400005': 'bad-secret',
    '400006': 'ip-blocked',
    '400007': 'permission-lost',
    '400303': 'permission-lost', // to be verified first
    '400500': 'busy', // our address is in a region that is not served
    '400700': 'frozen', // restricted for a risk
    '411100': 'frozen',
    '429000': 'rate',
    '1015': 'rate', // Cloudflare
    '200002': 'key-rate',
    '200004': 'insufficient-funds',
    '126013': 'insufficient-funds',
    '300003': 'insufficient-funds',
    '100001': 'order-not-found',
    '126043': 'order-not-found',
    '126044': 'unclear', // double of an id of ours
    '400100': 'order-rejected', // parameter error
    '400200': 'order-rejected',
    '400600': 'market-closed', // the pair does not trade now
    '900001': 'order-rejected', // no such pair
    '300000': 'not-now', // price out of its band
  },
  words: [
    [/order_not_exist|order does not exist|order not exist/i, 'order-not-found'],
    [/^\d+ .*(clientOid|client_oid).*(exist|duplicat|repeat)/i, 'unclear'],
    [/^(400100|300000|200004) .*balance insufficient/i, 'insufficient-funds'],
  ],
}
