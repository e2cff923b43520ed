import { Big } from 'big.js'
import { assert, asyncProperty, bigInt } from 'fast-check'
import { expect, test } from 'vitest'
import { HandClock, NOON } from './hand-clock.ts'
import { openExchanges, serve } from './support.ts'

const SYMBOL = {
  symbol: 'TINYUSDT',
  status: 'TRADING',
  baseAsset: 'TINY',
  quoteAsset: 'USDT',
  isSpotTradingAllowed: true,
  orderTypes: ['LIMIT', 'MARKET'],
  filters: [
    { filterType: 'PRICE_FILTER', minPrice: '0.00000001', maxPrice: '0', tickSize: '0.00000001' },
    { filterType: 'LOT_SIZE', minQty: '0.00000001', maxQty: '9e20', stepSize: '0.00000001' },
  ],
}

/** A Binance that takes every order as it is, and what reached it. */
async function anEcho() {
  const seen: { params: URLSearchParams; headers: Record<string, unknown> }[] = []
  const origin = await serve((request, response, body) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    const params = new URLSearchParams(body)
    if (request.method === 'POST') seen.push({ params, headers: request.headers })
    const order = {
      symbol: 'TINYUSDT',
      orderId: 1,
      clientOrderId: params.get('newClientOrderId'),
      transactTime: NOON.getTime(),
      price: params.get('price'),
      origQty: params.get('quantity'),
      executedQty: params.get('quantity'),
      cummulativeQuoteQty: params.get('price'),
      status: 'FILLED',
      type: 'LIMIT',
      side: params.get('side'),
    }
    const answers: Record<string, unknown> = {
      '/api/v3/time': { serverTime: NOON.getTime() },
      '/api/v3/exchangeInfo': { symbols: [SYMBOL] },
      '/api/v3/order': order,
    }
    response.end(JSON.stringify(answers[pathname]))
  })
  return { origin, seen }
}

const anOrder = {
  symbol: 'TINY/USDT',
  clientOrderId: 'b00000000000000001',
  side: 'buy',
  amount: new Big(1),
  price: new Big(1),
  timeInForce: 'IOC',
  sentAt: NOON,
} as const

const digits = bigInt({ min: 1n, max: 10n ** 19n }).map((steps) => new Big(String(steps)).div(1e8))

test('placeOrder() sends and reads every digit of amount and price', async () => {
  const { origin, seen } = await anEcho()
  const { routine } = openExchanges(origin, new HandClock()).connect('binance', {
    apiKey: 'k'.repeat(64),
    secret: 's'.repeat(64),
  })

  await assert(
    asyncProperty(digits, digits, async (amount, price) => {
      const placed = await routine.placeOrder({ ...anOrder, amount, price })

      const sent = seen.at(-1)?.params
      expect([sent?.get('quantity'), sent?.get('price')]).toEqual([
        amount.toFixed(),
        price.toFixed(),
      ])
      expect([placed.amount.toFixed(), placed.filled.toFixed()]).toEqual([
        amount.toFixed(),
        amount.toFixed(),
      ])
      expect([placed.price.toFixed(), placed.cost.toFixed()]).toEqual([
        price.toFixed(),
        price.toFixed(),
      ])
    }),
    { numRuns: 100 },
  )
})

test('placeOrder() signs the moment it was decided at, in the time of the exchange', async () => {
  const { origin, seen } = await anEcho()
  const clock = new HandClock(new Date(NOON.getTime() + 3_600_000))
  const { routine } = openExchanges(origin, clock).connect('binance', {
    apiKey: 'k'.repeat(64),
    secret: 's'.repeat(64),
  })
  const sentAt = clock.now()
  clock.advance(1_000)

  await routine.placeOrder({ ...anOrder, sentAt })

  // Our clock was an hour and a second ahead when the exchange was asked for its time.
  expect(Object.fromEntries(seen[0]?.params ?? [])).toMatchObject({
    symbol: 'TINYUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'IOC',
    quantity: '1',
    price: '1',
    newClientOrderId: 'b00000000000000001',
    timestamp: String(NOON.getTime() - 1_000),
    recvWindow: '5000',
  })
})

test('a rewritten origin keeps the true host, and we say who we are', async () => {
  const { origin, seen } = await anEcho()
  const { routine } = openExchanges(origin, new HandClock()).connect('binance', {
    apiKey: 'k'.repeat(64),
    secret: 's'.repeat(64),
  })

  await routine.placeOrder(anOrder)

  expect(seen[0]?.headers).toMatchObject({
    'x-forwarded-host': 'api.binance.com',
    'user-agent': 'undock',
    'x-mbx-apikey': 'k'.repeat(64),
  })
})
