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

/** Where a state of a pair stands, and every one of an exchange's documents in which it is not traded as usual. */
const STATES: [
  id: ExchangeId,
  at: string,
  market: (answer: Json) => Json,
  name: string,
  said: readonly unknown[],
][] = [
  [
    'binance',
    'GET /api/v3/exchangeInfo',
    ({ symbols }) => symbols[0],
    'status',
    ['HALT', 'BREAK', 'END_OF_DAY', 'PRE_TRADING', 'POST_TRADING', 'AUCTION_MATCH'],
  ],
  [
    'bybit',
    'GET /v5/market/instruments-info',
    ({ result }) => result.list[0],
    'status',
    ['PreLaunch', 'Settling', 'Delivering', 'Closed'],
  ],
  [
    'okx',
    'GET /api/v5/public/instruments',
    ({ data }) => data[0],
    'state',
    ['suspend', 'preopen', 'test', 'expired', 'rebase'],
  ],
  ['kucoin', 'GET /api/v2/symbols', ({ data }) => data[0], 'enableTrading', [false]],
  [
    'bitget',
    'GET /api/v2/spot/public/symbols',
    ({ data }) => data[0],
    'status',
    ['offline', 'gray', 'halt'],
  ],
  [
    'gate',
    'GET /api/v4/spot/currency_pairs',
    ([market]) => market,
    'trade_status',
    ['untradable', 'buyable', 'sellable'],
  ],
  [
    'kraken',
    'GET /0/public/AssetPairs',
    ({ result }) => result.XBTUSDT,
    'status',
    ['cancel_only', 'post_only', 'reduce_only', 'maintenance', 'work_in_progress', 'delisted'],
  ],
  ['mexc', 'GET /api/v3/exchangeInfo', ({ symbols }) => symbols[0], 'status', ['2', '3']],
  [
    'mexc',
    'GET /api/v3/exchangeInfo',
    ({ symbols }) => symbols[0],
    'isSpotTradingAllowed',
    [false],
  ],
  [
    'bingx',
    'GET /openApi/spot/v1/common/symbols',
    ({ data }) => data.symbols[0],
    'status',
    [0, 5, 10, 25, 29, 30],
  ],
  [
    'bingx',
    'GET /openApi/spot/v1/common/symbols',
    ({ data }) => data.symbols[0],
    'apiStateBuy',
    [false],
  ],
  [
    'bingx',
    'GET /openApi/spot/v1/common/symbols',
    ({ data }) => data.symbols[0],
    'apiStateSell',
    [false],
  ],
  [
    'htx',
    'GET /v1/common/symbols',
    ({ data }) => data[0],
    'state',
    ['not-online', 'pre-online', 'suspend', 'offline', 'transfer-board', 'fuse'],
  ],
  ['coinbase', PRODUCTS, ({ products }) => products[0], 'is_disabled', [true]],
  ['coinbase', PRODUCTS, ({ products }) => products[0], 'trading_disabled', [true]],
  [
    'cryptocom',
    'GET /exchange/v1/public/get-instruments',
    ({ result }) => result.data[0],
    'tradable',
    [false],
  ],
]

const LISTED_OTHERWISE = STATES.flatMap(([id, at, of, name, said]) =>
  said.map((is) => [id, { [name]: is }, at, of] as const),
)

test.each(LISTED_OTHERWISE)(
  '%s: a pair that is listed as %j is not tradable',
  async (id, said, at, of) => {
    const answers = answersOf(id)
    const lists = Object.keys(answers).filter((name) => name.startsWith(at))
    for (const name of lists) Object.assign(of(answers[name]) ?? {}, said)
    const { markets } = await serveDialect(id, ({ method, path, query }) => {
      const text = new URLSearchParams(query).toString()
      const body: unknown = answers[`${method} ${path}?${text}`] ?? answers[`${method} ${path}`]
      return { body: JSON.stringify(body ?? {}) }
    })

    // Some are left out of the list.
    expect((await markets.fetchMarkets()).get('BTC/USDT')?.active ?? false).toBe(false)
  },
)

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

test('Gate: the pairs of margin trading, on a path that Gate gives up, are not needed', async () => {
  const answers = answersOf('gate')
  const { markets, asked } = await serveDialect('gate', ({ method, path }) => ({
    status: path.includes('/margin/') ? 404 : 200,
    body: JSON.stringify(answers[`${method} ${path}`] ?? {}),
  }))

  expect((await markets.fetchMarkets()).get('BTC/USDT')).toMatchObject({ active: true })
  expect(asked.map(({ path }) => path)).toEqual(['/api/v4/spot/currency_pairs'])
})
