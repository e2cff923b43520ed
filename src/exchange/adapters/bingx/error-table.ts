import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

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
    '80018': 'order-not-found', // filled by now
    '109421': 'order-not-found',
    '100404': 'order-not-found',
    '80001': 'order-rejected',
    '80014': 'order-rejected', // invalid parameters
    '100204': 'order-rejected',
    '100400': 'order-rejected',
    '100440': 'not-now', // too far from the price
    '101211': 'not-now',
    '80013': 'not-now', // too many orders
    '101415': 'market-closed',
    '101253': 'insufficient-funds',
  },
  words: [
    [/^80014 .*timestamp/i, 'clock'],
    // "The current system is busy, please try again later" comes with codes of all kinds.
    [/system is busy/i, 'unclear'],
    [/^80012 .*(service|system)/i, 'unclear'],
    [/^100421 .*restricted/i, 'order-rejected'], // the pair can't be traded through the API
    [/(clientOrderI[Dd]|client order id).*(exist|duplicat|unique|repeat)/i, 'unclear'],
    [/^\d+ .*order (does )?not exist/i, 'order-not-found'],
  ],
}
