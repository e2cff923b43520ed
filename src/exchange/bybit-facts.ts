import { rowOf, textOf } from './answer-parts.ts'
import { letters } from './credential-shapes.ts'
import type { ExchangeFacts } from './exchange-facts.ts'
import { allowAddresses } from './key-steps.ts'
import type { ErrorTable } from './sense.ts'

/** Bybit, for people. Sources: facts/exchanges.md §2 and §3, bybit-exchange/docs of 2026-07-24. */
export const BYBIT_FACTS: ExchangeFacts = {
  name: 'Bybit',
  keyPage: 'https://www.bybit.com/app/user/api-management',
  createKeySteps: (egressIps) => [
    'On the Bybit website, open your profile and then API.',
    'Create New Key, System-generated API Keys, API Transaction.',
    'Choose Read-Write and “Only IPs with permissions granted are allowed to access the OpenAPI”.',
    allowAddresses(egressIps),
    'Under Unified Trading tick Spot: Trade. Tick nothing under Wallet, above all not Withdrawal.',
    'Submit, pass the two-factor check and copy both texts now: the secret is shown only once.',
  ],
  // A key could delete itself (POST /v5/user/delete-api), but only with a right to transfer or withdraw, which
  // none of ours may have: https://bybit-exchange.github.io/docs/v5/user/rm-master-apikey
  deleteKeySteps: [
    'On Bybit, open your profile and then API.',
    'Press the bin next to the key and pass the two-factor check.',
  ],
  fields: [
    {
      name: 'apiKey',
      label: 'API key',
      looks: '18 letters and digits',
      pattern: letters(16, 24),
    },
    {
      name: 'secret',
      label: 'API secret',
      looks: '36 letters and digits',
      pattern: letters(30, 48),
    },
  ],
  sites: ['bybit.com', 'bybit.eu'],
  unboundRule:
    'Bybit ends a key that is not bound to addresses after 90 days, and 7 days after a change of your password.',
  confirmSeconds: [60, 300],
  hidesFreeze: true,
  makerFeeRate: '0.001',
  takerFeeRate: '0.001',
  verifiedAt: '2026-07-24',
  unverified: [
    'Classic accounts: balances are read from the Unified Trading Account only.',
    'The site for Europe (bybit.eu).',
    'Fills of one order that are older than a week.',
    'Whether an account that may not trade is told so when it cancels.',
  ],
}

/** https://bybit-exchange.github.io/docs/v5/error, read in 2026-07. Bybit answers refusals with HTTP 200. */
export const BYBIT_ERRORS: ErrorTable = {
  read(body) {
    const row = rowOf(body)
    const raw = textOf(row['retCode']) ?? textOf(row['ret_code'])
    if (raw === undefined || raw === '0') return undefined
    return { raw, words: textOf(row['retMsg']) ?? textOf(row['ret_msg']) ?? '' }
  },
  senses: {
    '10002': 'clock',
    '-1021': 'clock',
    '10003': 'revoked',
    '33004': 'expired',
    '-2015': 'expired',
    '10004': 'bad-secret',
    '10005': 'permission-lost',
    '10007': 'not-permitted',
    '10008': 'frozen', // common ban applied
    '10009': 'busy', // our address is in a region that is not served
    '10010': 'ip-blocked',
    '10024': 'busy', // compliance rules
    '10027': 'frozen', // transactions are banned
    '10006': 'key-rate', // too many visits of one user
    '10018': 'rate',
    '10429': 'rate', // system level frequency protection
    '170222': 'key-rate',
    '10001': 'order-rejected', // parameter error
    '110001': 'order-not-found',
    '170213': 'order-not-found',
    '20001': 'order-not-found',
    '110004': 'insufficient-funds',
    '110007': 'insufficient-funds',
    '110012': 'insufficient-funds',
    '110045': 'insufficient-funds',
    '170033': 'insufficient-funds',
    '170034': 'insufficient-funds',
    '170131': 'insufficient-funds',
    '170001': 'unclear', // internal error
    '170007': 'unclear', // time-out of the backend
    '170132': 'not-now', // price too high
    '170133': 'not-now', // price too low
    '170193': 'not-now',
    '170194': 'not-now',
    '170141': 'unclear', // double of an id of ours
    '110072': 'unclear', // the same, in the words of the unified account
    '110079': 'unclear', // it is being processed
    '170032': 'unclear', // network error
    '170035': 'unclear', // submitted for processing
    '170144': 'unclear', // it is locked
    '170146': 'unclear', // time-out while an order is made
    '170147': 'unclear', // time-out while an order is cancelled
    '170150': 'unclear', // the cancel failed
    '170191': 'unclear', // cannot be cancelled just now
    '170212': 'unclear', // the cancel is being processed
    '170234': 'unclear', // system error
    '170005': 'key-rate', // too many new orders
    '170151': 'market-closed',
    '170157': 'market-closed', // not open to the API
    '170192': 'not-now',
    '170201': 'frozen', // the account is restricted from trading
    '170810': 'not-now', // 500 orders are open
  },
  // It is over: filled, or cancelled before.
  onCancel: {
    '110008': 'order-not-found',
    '110010': 'order-not-found',
    '170139': 'order-not-found',
    '170142': 'order-not-found',
    '170143': 'order-not-found',
    '170190': 'order-not-found',
  },
  // The code that also says that our region is not served.
  words: [[/^10009 .*\bbanned\b/i, 'rate']],
  // "170xxx": what spot finds wrong with an order before it reaches the engine.
  ranges: [[/^170(1|2)\d\d$/, 'order-rejected']],
  bare: [
    [401, /^\s*$/, 'not-permitted'],
    [403, /access too frequent/i, 'rate'],
  ],
  // How long an address stays banned at the least; it may be half an hour, and then the next answer says so
  // again: https://bybit-exchange.github.io/docs/v5/rate-limit
  waits: { '403': 600, '10009': 600 },
  resetHeader: 'X-Bapi-Limit-Reset-Timestamp',
}
