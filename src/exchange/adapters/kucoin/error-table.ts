import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

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
    '200001': 'market-closed', // no new orders on the pair
    '200002': 'market-closed', // no cancels
    '200003': 'not-now', // too many orders
    '102427': 'not-now',
    '600203': 'market-closed',
    '200004': 'insufficient-funds',
    '126013': 'insufficient-funds',
    '300003': 'insufficient-funds',
    '100001': 'order-not-found',
    '126043': 'order-not-found',
    '126044': 'unclear', // double of an id of ours
    '102426': 'unclear', // the same
    '102436': 'order-not-found',
    '102421': 'insufficient-funds',
    '102434': 'order-rejected', // too large
    '102435': 'order-rejected', // too small
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
