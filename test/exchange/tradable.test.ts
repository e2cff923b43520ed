import { expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { serveDialect } from './dialect-server.ts'
import { answersOf } from './foreign/all.ts'
import type { Json } from './foreign/foreign.ts'
import { openWithAnswers } from './foreign/open.ts'

const PRODUCTS = 'GET /api/v3/brokerage/market/products'

/** What an exchange says of a pair that is listed and can't be traded as usual. */
const CLOSED: [
  id: ExchangeId,
  what: string,
  at: string,
  market: (answer: Json) => Json,
  said: Json,
][] = [
  ['coinbase', 'cancel only', PRODUCTS, ({ products }) => products[0], { cancel_only: true }],
  ['coinbase', 'post only', PRODUCTS, ({ products }) => products[0], { post_only: true }],
  ['coinbase', 'view only', PRODUCTS, ({ products }) => products[0], { view_only: true }],
  [
    'gate',
    'untradable',
    'GET /api/v4/spot/currency_pairs',
    ([market]) => market,
    { trade_status: 'untradable' },
  ],
  ['htx', 'offline', 'GET /v1/common/symbols', ({ data }) => data[0], { state: 'offline' }],
  [
    'htx',
    'closed to the API',
    'GET /v1/common/symbols',
    ({ data }) => data[0],
    { 'api-trading': 'disabled' },
  ],
]

test.each(CLOSED)(
  '%s: a pair that is %s is listed as not tradable',
  async (id, _, at, of, said) => {
    const answers = answersOf(id)
    const lists = Object.keys(answers).filter((name) => name.startsWith(at))
    for (const name of lists) Object.assign(of(answers[name]) ?? {}, said)
    const { markets } = await serveDialect(id, ({ method, path, query }) => {
      const text = new URLSearchParams(query).toString()
      const body = answers[`${method} ${path}?${text}`] ?? answers[`${method} ${path}`]
      return { body: JSON.stringify(body ?? {}) }
    })

    const market = (await markets.fetchMarkets()).get('BTC/USDT')

    expect(market).toMatchObject({ active: false })
  },
)

test('Kraken: a key is read in snake_case too, and one that may not cancel may not trade', async () => {
  const answers = answersOf('kraken')
  answers['POST /0/private/GetApiKeyInfo'].result = {
    permissions: ['query-funds', 'query-open-trades', 'query-closed-trades', 'modify-trades'],
    iban: 'AA00 N84G TEST 0001',
    ip_allowlist: [''],
    created_time: '1769904000',
    valid_until: '0',
  }
  const { exchange } = await openWithAnswers('kraken', answers)

  expect(await exchange.fetchRights()).toEqual({
    read: true,
    trade: false,
    withdraw: false,
    ipBound: false,
    createdAt: new Date('2026-02-01T00:00:00Z'),
    expiresAt: undefined,
  })
  expect((await exchange.fetchAccount()).canTrade).toBe(false)
})
