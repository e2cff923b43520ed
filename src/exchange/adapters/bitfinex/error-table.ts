import { rowOf, textOf } from '../../dialect/answer-parts.ts'
import type { ErrorTable } from '../../dialect/error-table.ts'

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
