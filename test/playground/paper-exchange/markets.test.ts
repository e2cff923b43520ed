import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { anExchange, connect, mount, send, type Call } from './support.ts'

const INVALID = [400, { code: -1121, msg: 'Invalid symbol.' }]
const CLOSED = [400, { code: -1013, msg: 'Market is closed.' }]
const SELL = { symbol: 'ETHUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC' }
const SALE = { ...SELL, quantity: '0.5', price: '3500.00', newClientOrderId: 'sale' }

async function aSeller() {
  const { exchange, clock } = anExchange()
  const key = exchange.createKey()
  const call = (method: 'GET' | 'POST' | 'DELETE', path: string, params: Call['params'] = {}) =>
    send(exchange, { method, path: `/api/v3/${path}`, params, key, at: clock.now() })
  const read = async (path: string): Promise<[number, unknown]> => {
    const answer = await exchange.app.request(`/api/v3/${path}`)
    return [answer.status, await answer.json()]
  }
  const info = async () => {
    const [, body] = await read('exchangeInfo')
    const symbols: Record<string, unknown>[] = Object(body).symbols
    return symbols.find(({ symbol }) => symbol === 'ETHUSDT')
  }
  const balance = (asset: string) => {
    const found = exchange.balances().find((each) => each.asset === asset)
    return [found?.free.toFixed() ?? '0', found?.locked.toFixed() ?? '0']
  }
  await call('POST', 'order', SALE)
  return { exchange, call, read, info, balance }
}

test('a delisted market is not listed, every question about it is refused, its coins stay', async () => {
  const { exchange, call, read, info, balance } = await aSeller()

  exchange.delist('ETH/USDT')

  expect(await info()).toBeUndefined()
  const name = { symbol: 'ETHUSDT', origClientOrderId: 'sale' }
  const answers = [
    await call('GET', 'order', name),
    await call('DELETE', 'order', name),
    await call('POST', 'order', SALE),
    await call('GET', 'openOrders', { symbol: 'ETHUSDT' }),
    await call('GET', 'myTrades', { symbol: 'ETHUSDT' }),
    await read('depth?symbol=ETHUSDT'),
    await read('klines?symbol=ETHUSDT&interval=1d'),
    await read('ticker/price?symbols=["BTCUSDT","ETHUSDT"]'),
  ]
  expect(answers).toEqual(answers.map(() => INVALID))
  expect(await call('GET', 'openOrders')).toEqual([200, []])
  expect(await read('ticker/price?symbols=["BTCUSDT"]')).toMatchObject([200, [{}]])
  expect(balance('ETH')).toEqual(['1', '0'])
})

test('the orders of a delisted market can stay listed among the open ones', async () => {
  const { exchange, call, balance } = await aSeller()

  exchange.delist('ETH/USDT', { orders: 'stay' })
  exchange.setPrice('ETH/USDT', '3600')

  expect(await call('GET', 'openOrders')).toMatchObject([200, [{ clientOrderId: 'sale' }]])
  expect(balance('ETH')).toEqual(['0.5', '0.5'])
})

test('a market that is listed again has its orders as they ended', async () => {
  const { exchange, call, info } = await aSeller()
  exchange.delist('ETH/USDT')

  exchange.relist('ETH/USDT')

  expect(await info()).toMatchObject({ status: 'TRADING' })
  const found = await call('GET', 'order', { symbol: 'ETHUSDT', origClientOrderId: 'sale' })
  expect(found).toMatchObject([200, { status: 'EXPIRED' }])
})

test('a halted market can have its book emptied and its orders taken out', async () => {
  const { exchange, call, read, info, balance } = await aSeller()
  const depth = async () => Object((await read('depth?symbol=ETHUSDT'))[1]).bids.length

  exchange.halt('ETH/USDT', { emptyBook: true, orders: 'taken-out' })

  expect(await info()).toMatchObject({ status: 'BREAK' })
  expect(await depth()).toBe(0)
  expect(balance('ETH')).toEqual(['1', '0'])
  expect(await call('POST', 'order', SALE)).toEqual(CLOSED)

  exchange.resume('ETH/USDT')
  expect(await depth()).toBe(20)
  expect(await call('POST', 'order', SALE)).toMatchObject([200, { status: 'NEW' }])
})

test('while only cancels are taken, an order is refused and a cancel is not', async () => {
  const { exchange, call, info } = await aSeller()

  exchange.halt('ETH/USDT', { cancelOnly: true })

  expect(await info()).toMatchObject({ status: 'HALT' })
  expect(await call('POST', 'order', { ...SALE, newClientOrderId: 'other' })).toEqual(CLOSED)
  const name = { symbol: 'ETHUSDT', origClientOrderId: 'sale' }
  expect(await call('DELETE', 'order', name)).toMatchObject([200, { status: 'CANCELED' }])
})

test.each([
  ['gone', undefined],
  ['halted', 'BREAK'],
] as const)('a renamed coin is replaced one for one, its markets are %s', async (old, status) => {
  const { exchange, info, balance } = await aSeller()

  exchange.rename('ETH', 'ETHX', { old })

  expect(balance('ETH')).toEqual(['0', '0'])
  expect(balance('ETHX')).toEqual(['1', '0'])
  expect((await info())?.['status']).toBe(status)
})

test.each([
  ['a coarser step', { stepSize: '0.1' }, { quantity: '0.25' }, -1013, 'LOT_SIZE'],
  ['a bigger minimum', { minQty: '0.3' }, { quantity: '0.2' }, -1013, 'LOT_SIZE'],
  ['a smaller maximum', { maxQty: '0.3' }, { quantity: '0.4' }, -1013, 'LOT_SIZE'],
  ['a coarser tick', { tickSize: '1' }, { price: '3500.5' }, -1013, 'PRICE_FILTER'],
  ['a bigger least cost', { minNotional: '800' }, { quantity: '0.2' }, -1013, 'NOTIONAL'],
  [
    'a narrower band',
    { priceBand: { up: '1.1', down: '0.9' } },
    { price: '3500' },
    -1013,
    'PERCENT_PRICE_BY_SIDE',
  ],
  ['fewer orders', { maxOrders: 1 }, {}, -1013, 'MAX_NUM_ORDERS'],
  ['fewer decimals', { decimals: 2 }, { quantity: '0.255' }, -1111, "'quantity'"],
])('rules change while a market is traded: %s', async (_, filters, change, code, words) => {
  const { exchange, call } = await aSeller()
  const order = { ...SALE, quantity: '0.4', newClientOrderId: 'next', ...change }

  exchange.setFilters('ETH/USDT', filters)

  const refused = await call('POST', 'order', order)
  expect(refused).toEqual([400, { code, msg: expect.stringContaining(words) }])
})

test('changed rules are listed, and the book keeps the new tick', async () => {
  const { exchange, info, read } = await aSeller()

  exchange.setFilters('ETH/USDT', { tickSize: '10', stepSize: '0.5' })

  expect(await info()).toMatchObject({
    filters: expect.arrayContaining([
      expect.objectContaining({ filterType: 'PRICE_FILTER', tickSize: '10.00000000' }),
      expect.objectContaining({ filterType: 'LOT_SIZE', stepSize: '0.50000000' }),
    ]),
  })
  const bids: [string, string][] = Object((await read('depth?symbol=ETHUSDT'))[1]).bids
  expect(bids.every(([price]) => new Big(price).mod(10).eq(0))).toBe(true)
})

test('coins that are locked elsewhere leave the balances until they come back', async () => {
  const { exchange, call, balance } = await aSeller()

  exchange.lockCoins('ETH', '0.3')

  expect(balance('ETH')).toEqual(['0.2', '0.5'])
  const sale = { ...SALE, newClientOrderId: 'next', quantity: '0.4' }
  expect(await call('POST', 'order', sale)).toMatchObject([400, { code: -2010 }])
  expect(() => exchange.unlockCoins('ETH', '0.4')).toThrow('less is locked')
  exchange.unlockCoins('ETH', '0.3')
  expect(balance('ETH')).toEqual(['0.5', '0.5'])
})

test('ccxt sees delisted, halted and renamed markets as they are', async () => {
  const { exchange } = anExchange()
  const client = await connect(await mount(exchange), exchange.createKey())
  exchange.delist('LTC/USDT')
  exchange.halt('SOL/USDT')

  const markets = await client.loadMarkets()

  expect(markets['LTC/USDT']).toBeUndefined()
  expect(markets['SOL/USDT']).toMatchObject({ active: false })
  expect(markets['BTC/USDT']).toMatchObject({ active: true })
})
