import { expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { answersOf } from './foreign/all.ts'
import type { Json } from './foreign/foreign.ts'
import { serveDialect } from './dialect-server.ts'

/** Where each exchange's book has its asks, and what a level without an amount looks like there. */
const BOOKS: [id: ExchangeId, at: string, asksOf: (answer: Json) => Json[], level: unknown][] = [
  ['bybit', 'GET /v5/market/orderbook', ({ result }) => result.a, ['50001']],
  ['okx', 'GET /api/v5/market/books', ({ data }) => data[0].asks, ['50001']],
  ['gate', 'GET /api/v4/spot/order_book', ({ asks }) => asks, ['50001']],
  ['bingx', 'GET /openApi/spot/v1/market/depth', ({ data }) => data.asks, ['50001']],
  [
    'coinbase',
    'GET /api/v3/brokerage/market/product_book',
    ({ pricebook }) => pricebook.asks,
    { price: '50001' },
  ],
]

test.each(BOOKS)(
  'a level without an amount fails the book on %s: it is not one of nothing',
  async (id, at, asksOf, level) => {
    const answers = answersOf(id)
    asksOf(answers[at]).unshift(level)
    const { markets } = await serveDialect(id, ({ method, path }) => ({
      body: JSON.stringify(answers[`${method} ${path}`]),
    }))

    await expect(markets.fetchOrderBook('BTC/USDT')).rejects.toMatchObject({ code: 'unavailable' })
  },
)
