import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

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
    '51065': 'unclear', // the same, of an algo order
    '50071': 'unclear',
    '51054': 'unclear', // timed out
    '51149': 'unclear', // timed out: "does not mean that the request was successful or failed"
    '51063': 'order-not-found',
    '51400': 'order-not-found', // filled, cancelled or not there
    '51401': 'order-not-found',
    '51402': 'order-not-found',
    '51404': 'market-closed', // second phase of a call auction: no cancels
    '51410': 'unclear', // is being cancelled
    '51412': 'unclear', // the cancel timed out
    '51603': 'order-not-found',
  },
  // All of its limits count 2 s.
  waits: { '50011': 3, '50061': 3 },
  // "Order errors": what is wrong with an order before it is taken; and empty or wrong parameters.
  ranges: [
    [/^51\d{3}$/, 'order-rejected'],
    [/^500(00|02|06|14|15|16|24|25)$/, 'order-rejected'],
  ],
}
