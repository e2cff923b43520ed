import { rowOf, textOf } from './answer-parts.ts'
import { hex } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** MEXC, for people. Sources: facts/exchanges.md §2 and §3, mexcdevelop/apidocs of 2025-08-08. */
export const MEXC_FACTS: ExchangeFacts = {
  name: 'MEXC',
  keyPage: 'https://www.mexc.com/user/openapi',
  createKeySteps: (egressIps) => [
    'On the MEXC website, open your profile and then API Management.',
    'Tick View account details, View order details and Spot: Trade. Not Withdraw.',
    allowAddresses(egressIps),
    'Create, pass the two-factor check and copy both texts now: the secret is shown only once.',
  ],
  deleteKeySteps: [
    'On MEXC, open your profile and then API Management.',
    'Press Delete next to the key and confirm.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'access key',
      looks: 'mx0 and about 15 letters and digits',
      pattern: /(?<![\w-])mx0[A-Za-z0-9]{10,24}(?![\w-])/g,
    },
    { name: 'secret', label: 'secret key', looks: '32 letters and digits', pattern: hex(30, 36) },
  ],
  unboundRule: 'MEXC ends a key that is not bound to addresses after 90 days.',
  confirmSeconds: [60, 300],
  makerFeeRate: '0',
  takerFeeRate: '0.0005',
  verifiedAt: '2025-08-08',
  unverified: [
    'Orders, fills and balances: spoken as documented, not tried on an account.',
    'Which rights a key has: MEXC tells them of the account only.',
    'The page where keys are made.',
  ],
}

/** https://mexcdevelop.github.io/apidocs/spot_v3_en/#error-code */
export const MEXC_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
    const raw = textOf(row['code'])
    if (row['success'] === true || raw === undefined || raw === '200' || raw === '0')
      return undefined
    return { raw, words: textOf(row['msg']) ?? textOf(row['message']) ?? '' }
  },
  senses: {
    '10072': 'revoked',
    '700001': 'revoked', // not even the shape of a key
    '402': 'expired',
    '700002': 'not-permitted', // a wrong signature, and an expired key as well
    '602': 'bad-secret',
    '401': 'not-permitted',
    '406': 'ip-blocked',
    '700006': 'ip-blocked',
    '700007': 'permission-lost',
    '701': 'permission-lost',
    '702': 'permission-lost',
    '703': 'permission-lost',
    '704': 'permission-lost',
    '10073': 'clock',
    '700003': 'clock',
    '700005': 'clock', // recvWindow
    '30018': 'frozen',
    '60005': 'frozen', // your account is abnormal
    '140001': 'frozen',
    '730100': 'frozen', // unusual user status
    '429': 'rate',
    '510': 'rate',
    '2005': 'insufficient-funds',
    '10101': 'insufficient-funds',
    '30004': 'insufficient-funds',
    '30005': 'insufficient-funds', // oversold
    '-2011': 'order-not-found',
    '-2013': 'order-not-found',
    '30016': 'market-closed',
    '30010': 'not-now', // price out of its band
    '30041': 'order-rejected',
    '10007': 'order-rejected', // the pair can't be traded through the API
    '700004': 'order-rejected',
    '700008': 'order-rejected',
    '700013': 'order-rejected',
    '33333': 'order-rejected',
    '-1121': 'order-rejected',
    '-1128': 'order-rejected',
  },
  ranges: [
    [/^300(0[1-3]|1\d|2[0-9]|3[0-2])$/, 'order-rejected'],
    [/^-11\d\d$/, 'order-rejected'],
  ],
  words: [
    [/duplicate|repeat/i, 'unclear'],
    [/insufficient (position|balance)|oversold/i, 'insufficient-funds'],
    [/(order does not exist|unknown order)/i, 'order-not-found'],
  ],
}
