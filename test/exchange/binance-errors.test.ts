import { describe, expect, test } from 'vitest'
import { BINANCE_ERRORS } from '../../src/exchange/adapters/binance/error-table.ts'
import { classify as classifyBy } from '../../src/exchange/dialect/error-table.ts'
import { NOON } from './hand-clock.ts'

const body = (code: number, msg = '') => JSON.stringify({ code, msg })
const HTML = '<html><body>maintenance</body></html>'

function classify(status: number, text: string, act: 'read' | 'place' | 'cancel') {
  const answer = { status, body: text, retryAfter: undefined }
  const { code, verdict } = classifyBy(BINANCE_ERRORS, answer, { act, now: NOON })
  return verdict ? `${code} ${verdict}` : code
}

function retryAt(status: number, text: string, retryAfter?: string): string | undefined {
  const answer = { status, body: text, retryAfter }
  return classifyBy(BINANCE_ERRORS, answer, { act: 'read', now: NOON }).retryAt?.toISOString()
}

function floods(code: number): boolean {
  const answer = { status: 429, body: body(code), retryAfter: '5' }
  return classifyBy(BINANCE_ERRORS, answer, { act: 'place', now: NOON }).floods
}

/** A filter that says nothing against the order itself. */
function later(filter: string): [number, string, string, string, string] {
  return [
    400,
    body(-1013, `Filter failure: ${filter}`),
    'order-rejected',
    'not-now',
    'order-rejected',
  ]
}

/** Status, body, then what it means for a read, a placement and a cancel. */
const CASES: [number, string, string, string, string][] = [
  [401, body(-2015), ...all('key-rejected not-permitted')],
  [401, body(-1002), ...all('key-rejected not-permitted')],
  [400, body(-2008), ...all('key-rejected revoked')],
  [401, body(-2014), ...all('key-rejected revoked')],
  [400, body(-1022), ...all('key-rejected bad-secret')],
  [400, body(-2017, 'API Keys are locked on this account.'), ...all('key-rejected frozen')],
  [400, body(-3022, "You account's trading is banned."), ...all('key-rejected frozen')],
  [400, body(-2010, 'This action is disabled on this account.'), ...all('key-rejected frozen')],
  [400, body(-2011, 'This account may not place or cancel orders.'), ...all('key-rejected frozen')],
  [
    400,
    body(-2010, 'Account has insufficient balance for requested action.'),
    ...all('insufficient-funds'),
  ],
  [400, body(-2010, 'Duplicate order sent.'), 'unavailable', 'outcome-unknown', 'unavailable'],
  [400, body(-2010, 'Market is closed.'), 'order-rejected', 'market-closed', 'unavailable'],
  [400, body(-2011, 'Unknown order sent.'), ...all('order-not-found')],
  [400, body(-2011, 'Market is closed.'), 'order-not-found', 'order-not-found', 'unavailable'],
  [400, body(-2013), ...all('order-not-found')],
  [400, body(-2026), ...all('order-not-found')],
  [400, body(-1013, 'Filter failure: NOTIONAL'), ...all('order-rejected')],
  [400, body(-1013, 'Market is closed.'), 'order-rejected', 'market-closed', 'unavailable'],
  ...['PERCENT_PRICE_BY_SIDE', 'MAX_NUM_ORDERS', 'EXCHANGE_MAX_NUM_ORDERS'].map(later),
  [400, body(-1111), ...all('order-rejected')],
  [400, body(-1100), ...all('order-rejected')],
  [400, body(-1121), ...all('order-rejected')],
  [400, body(-1021), ...all('unavailable')],
  [429, body(-1003), ...all('unavailable')],
  [418, body(-1003), ...all('unavailable')],
  [429, body(-1015), ...all('unavailable')],
  [429, HTML, ...all('unavailable')],
  [451, HTML, ...all('unavailable')],
  [403, HTML, ...unclear()],
  [401, HTML, ...unclear()],
  [503, HTML, ...unclear()],
  [503, body(-2015), ...unclear()],
  [504, body(-1007), ...unclear()],
  [400, body(-1006), ...unclear()],
  [400, body(-1007), ...unclear()],
  [400, body(-1000), ...unclear()],
  [400, body(-1001), ...unclear()],
  [400, body(-4242, 'A code from the future'), ...unclear()],
  [400, '{}', ...unclear()],
  [200, HTML, ...unclear()],
  [200, '', ...unclear()],
]

function all(meaning: string): [string, string, string] {
  return [meaning, meaning, meaning]
}

function unclear(): [string, string, string] {
  return ['unavailable', 'outcome-unknown', 'unavailable']
}

describe('classify() of Binance', () => {
  test.each(CASES)('HTTP %i %s', (status, text, read, place, cancel) => {
    expect([
      classify(status, text, 'read'),
      classify(status, text, 'place'),
      classify(status, text, 'cancel'),
    ]).toEqual([read, place, cancel])
  })

  test('nothing but a JSON body with a code says anything of the key', () => {
    for (const status of [400, 401, 403, 407, 418, 429, 451, 500, 502, 503, 511]) {
      for (const text of [HTML, '', 'Unauthorized', '[]', 'null', '{"code":"-2015"}']) {
        expect(classify(status, text, 'read')).toBe('unavailable')
      }
    }
  })

  test('keeps the moment to come back at', () => {
    expect(retryAt(429, body(-1003), '30')).toBe('2026-03-02T12:00:30.000Z')
    expect(retryAt(418, body(-1003, 'IP banned until 1772452860000.'))).toBe(
      '2026-03-02T12:01:00.000Z',
    )
    expect(retryAt(429, body(-1003))).toBe('2026-03-02T12:01:00.000Z')
    expect(retryAt(400, body(-1013))).toBeUndefined()
  })

  test("makes everyone wait for a limit of the address, not for one account's", () => {
    expect([floods(-1003), floods(-1015)]).toEqual([true, false])
  })
})
