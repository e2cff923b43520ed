import { expect, test } from 'vitest'
import type { KeyState } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { anExchange, send, signed, START, type Call } from './support.ts'

const GOOD = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' }
const LIMIT = { ...GOOD, quantity: '0.01', price: '50000.00' }
const MARKET = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' }

test.each([
  ['a limit order without a price', { ...LIMIT, price: '' }, -1102, "'price'"],
  ['a limit order without timeInForce', { ...LIMIT, timeInForce: '' }, -1102, "'timeInForce'"],
  ['an order without a symbol', { ...LIMIT, symbol: '' }, -1102, "'symbol'"],
  ['a symbol that is not traded', { ...LIMIT, symbol: 'BTCEUR' }, -1121, 'Invalid symbol.'],
  ['a side that is none', { ...LIMIT, side: 'HOLD' }, -1117, 'Invalid side.'],
  ['a type that is none', { ...LIMIT, type: 'STOP' }, -1116, 'Invalid orderType.'],
  ['a timeInForce that is none', { ...LIMIT, timeInForce: 'GTX' }, -1115, 'Invalid timeInForce.'],
  ['scientific notation', { ...LIMIT, quantity: '1e-2' }, -1100, "'quantity'"],
  ['nine decimals', { ...LIMIT, quantity: '0.010000001' }, -1111, "'quantity'"],
  ['a client id with a space', { ...LIMIT, newClientOrderId: 'a b' }, -1100, "'newClientOrderId'"],
  ['a price off the tick', { ...LIMIT, price: '50000.005' }, -1013, 'PRICE_FILTER'],
  ['a price a sixth of the market', { ...LIMIT, price: '10000' }, -1013, 'PERCENT_PRICE_BY_SIDE'],
  ['an amount off the step', { ...LIMIT, quantity: '0.010001' }, -1013, 'LOT_SIZE'],
  ['no amount', { ...LIMIT, quantity: '0' }, -1013, 'Invalid quantity.'],
  ['too small a cost', { ...LIMIT, quantity: '0.00009' }, -1013, 'NOTIONAL'],
  ['too little money', { ...LIMIT, quantity: '1' }, -2010, 'insufficient balance'],
  [
    'a maker order that would take',
    { ...LIMIT, type: 'LIMIT_MAKER', timeInForce: '', price: '61000' },
    -2010,
    'immediately match',
  ],
  ['a maker order with timeInForce', { ...LIMIT, type: 'LIMIT_MAKER' }, -1106, "'timeInForce'"],
  [
    'a market order with timeInForce',
    { ...MARKET, quantity: '0.1', timeInForce: 'IOC' },
    -1106,
    "'timeInForce'",
  ],
  ['a market order with a price', { ...MARKET, quantity: '0.1', price: '60000' }, -1106, "'price'"],
  ['a market order of nothing', MARKET, -1102, "'quantity' or 'quoteOrderQty'"],
  ['a market order for too little', { ...MARKET, quoteOrderQty: '4.99' }, -1013, 'NOTIONAL'],
  [
    'a market order for too much',
    { ...MARKET, quoteOrderQty: '10001' },
    -2010,
    'insufficient balance',
  ],
])('an order is refused: %s', async (_, params, code, words) => {
  const { exchange } = anExchange()
  const key = exchange.createKey()

  const answer = await send(exchange, { ...aCall(key), method: 'POST', params })

  expect(answer).toEqual([400, { code, msg: expect.stringContaining(words) }])
  expect(exchange.orders()).toEqual([])
})

test.each<[string, Partial<Call>, number, number]>([
  ['of a malformed key', { key: { apiKey: 'short', secret: 'x' } }, 401, -2014],
  ['of an unknown key', { key: { apiKey: 'x'.repeat(64), secret: 'x' } }, 400, -2008],
  ['with a timestamp a second ahead', { at: new Date(START.getTime() + 1000) }, 400, -1021],
  ['with a timestamp over 5 s old', { at: new Date(START.getTime() - 5001) }, 400, -1021],
  ['with too wide a window', { params: { recvWindow: 60_001 } }, 400, -1131],
  [
    'with a window that is passed',
    { at: new Date(START.getTime() - 11), params: { recvWindow: 10 } },
    400,
    -1021,
  ],
  ['with a timestamp that is none', { params: { timestamp: 'now' } }, 400, -1100],
])('a private call is refused: %s', async (_, change, status, code) => {
  const { exchange } = anExchange()
  const key = exchange.createKey()

  const answer = await send(exchange, { ...aCall(key), path: '/api/v3/account', ...change })

  expect(answer).toEqual([status, { code, msg: expect.any(String) }])
})

test.each([
  ['without a key', '/api/v3/account', {}, 401, -2014],
  ['without a timestamp', '/api/v3/account?signature=00', 'key', 400, -1102],
  ['without a signature', `/api/v3/account?timestamp=${START.getTime()}`, 'key', 400, -1102],
  [
    'with a wrong signature',
    `/api/v3/account?timestamp=${START.getTime()}&signature=00`,
    'key',
    400,
    -1022,
  ],
])('a private call is refused: %s', async (_, path, header, status, code) => {
  const { exchange } = anExchange()
  const headers = header === 'key' ? { 'x-mbx-apikey': exchange.createKey().apiKey } : {}

  const response = await exchange.app.request(path, { headers })

  expect([response.status, await response.json()]).toMatchObject([status, { code }])
})

test('a signature over the query and the body together is accepted, one over half is not', async () => {
  const { exchange } = anExchange()
  const key = exchange.createKey()
  const { init } = signed({ ...aCall(key), method: 'POST', params: LIMIT })

  const response = await exchange.app.request('/api/v3/order?recvWindow=6000', init)

  expect(await response.json()).toMatchObject({ code: -1022 })
})

test.each<[KeyState, unknown, unknown, unknown]>([
  [
    'active',
    [200, { symbol: 'BTCUSDT' }],
    [200, { canTrade: true }],
    [200, { enableSpotAndMarginTrading: true }],
  ],
  ['deleted', [400, { code: -2008 }], [400, { code: -2008 }], [400, { code: -2008 }]],
  [
    'expired',
    [401, { code: -2015 }],
    [200, { canTrade: true }],
    [200, { enableSpotAndMarginTrading: false }],
  ],
  ['ip-blocked', [401, { code: -2015 }], [401, { code: -2015 }], [401, { code: -2015 }]],
  [
    'frozen',
    [400, { code: -2010, msg: 'This action is disabled on this account.' }],
    [200, { canTrade: false }],
    [200, { enableSpotAndMarginTrading: true }],
  ],
])(
  'a key that is %s places, reads and shows its rights accordingly',
  async (state, ...expected) => {
    const { exchange } = anExchange()
    const key = exchange.createKey()
    exchange.setKeyState(key.apiKey, state)

    const answers = [
      await send(exchange, { ...aCall(key), method: 'POST', params: LIMIT }),
      await send(exchange, { ...aCall(key), path: '/api/v3/account' }),
      await send(exchange, { ...aCall(key), path: '/sapi/v1/account/apiRestrictions' }),
    ]

    expect(answers).toMatchObject(expected)
  },
)

test('a key without the trading right can neither place nor cancel, but read', async () => {
  const { exchange } = anExchange()
  const key = exchange.createKey({ trade: false, withdraw: true, ipRestrict: false })
  const { id } = exchange.placeByHand({
    symbol: 'BTC/USDT',
    side: 'buy',
    price: '50000',
    amount: '0.1',
  })
  const name = { symbol: 'BTCUSDT', orderId: id }

  const placed = await send(exchange, { ...aCall(key), method: 'POST', params: LIMIT })
  const cancelled = await send(exchange, { ...aCall(key), method: 'DELETE', params: name })
  const read = await send(exchange, { ...aCall(key), params: name })
  const rights = await send(exchange, { ...aCall(key), path: '/sapi/v1/account/apiRestrictions' })

  expect([placed, cancelled]).toMatchObject([
    [401, { code: -2015 }],
    [401, { code: -2015 }],
  ])
  expect(read).toMatchObject([200, { orderId: id, status: 'NEW' }])
  expect(rights).toMatchObject([
    200,
    { enableWithdrawals: true, ipRestrict: false, createTime: START.getTime() },
  ])
})

test('what does not exist is neither found nor cancelled, and other accounts do not exist', async () => {
  const { exchange } = anExchange()
  const key = exchange.createKey({ account: 'other' })
  const { id } = exchange.placeByHand({
    symbol: 'BTC/USDT',
    side: 'buy',
    price: '50000',
    amount: '0.1',
  })
  const ask = (method: 'GET' | 'DELETE', params: Call['params'] = {}, path = '/api/v3/order') =>
    send(exchange, { ...aCall(key), method, path, params: { symbol: 'BTCUSDT', ...params } })

  expect(await ask('GET', { orderId: id })).toEqual([
    400,
    { code: -2013, msg: 'Order does not exist.' },
  ])
  expect(await ask('DELETE', { orderId: id })).toEqual([
    400,
    { code: -2011, msg: 'Unknown order sent.' },
  ])
  expect(await ask('DELETE')).toMatchObject([400, { code: -1102 }])
  expect(await ask('DELETE', {}, '/api/v3/openOrders')).toMatchObject([400, { code: -2011 }])
})

test('more than 6,000 weight a minute is answered with 429 until the minute is over', async () => {
  const { exchange, clock } = anExchange()
  const info = () => exchange.app.request('/api/v3/exchangeInfo')
  clock.advance(45_500)
  for (let i = 0; i < 300; i++) await info()

  const refused = await info()
  clock.advance(14_500)
  const accepted = await info()

  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('15')
  expect(await refused.json()).toMatchObject({ code: -1003 })
  expect(accepted.status).toBe(200)
  expect(accepted.headers.get('x-mbx-used-weight-1m')).toBe('20')
})

function aCall(key: Call['key']): Call {
  return { path: '/api/v3/order', key, at: START }
}
