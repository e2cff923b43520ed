import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { PaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { anExchange, send, START, type Call } from './support.ts'

const BUY = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '50000.00',
}
const MARKET_SALE = { symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET' }

function aTrader(seed?: number) {
  const { exchange, clock } = anExchange(seed)
  const key = exchange.createKey()
  const call = (method: 'GET' | 'POST' | 'DELETE', path: string, params: Call['params'] = {}) =>
    send(exchange, { method, path: `/api/v3/${path}`, params, key, at: clock.now() })
  return { exchange, clock, key, call }
}

function balanceOf(exchange: PaperExchange, asset: string): string[] {
  const found = exchange.balances().find((balance) => balance.asset === asset)
  return [found?.free.toFixed() ?? '0', found?.locked.toFixed() ?? '0']
}

function costOf([, body]: [number, unknown]): number {
  return Number(Object(body).cummulativeQuoteQty)
}

test('a client order id may come again once its order is no longer open', async () => {
  const { exchange, call } = aTrader()
  const order = { ...BUY, newClientOrderId: 'b1same' }
  await call('POST', 'order', order)

  const twice = await call('POST', 'order', order)
  exchange.setPrice('BTC/USDT', '49000')
  const again = await call('POST', 'order', { ...order, price: '40000' })
  const found = await call('GET', 'order', { symbol: 'BTCUSDT', origClientOrderId: 'b1same' })

  expect(twice).toEqual([400, { code: -2010, msg: 'Duplicate order sent.' }])
  expect(again).toMatchObject([200, { status: 'NEW' }])
  expect(found).toMatchObject([200, { status: 'NEW', price: '40000.00000000' }])
})

test('a resting order locks its money, fills at its own price and pays its fee in what it gets', () => {
  const { exchange } = anExchange()
  const { id } = exchange.placeByHand({
    symbol: 'BTC/USDT',
    side: 'buy',
    price: '59000',
    amount: '0.1',
  })
  expect(balanceOf(exchange, 'USDT')).toEqual(['4100', '5900'])

  exchange.setPrice('BTC/USDT', '59000.01')
  expect(exchange.openOrders()).toHaveLength(1)
  exchange.setPrice('BTC/USDT', '55000')

  expect(exchange.trades()).toMatchObject([
    {
      orderId: id,
      price: new Big(59_000),
      amount: new Big('0.1'),
      fee: new Big('0.0001'),
      feeAsset: 'BTC',
      maker: true,
    },
  ])
  expect(balanceOf(exchange, 'USDT')).toEqual(['4100', '0'])
  expect(balanceOf(exchange, 'BTC')).toEqual(['0.1999', '0'])
})

test('a cancelled order gives back what it had locked, after a partial fill the rest', async () => {
  const { exchange, call } = aTrader()
  await call('POST', 'order', { ...BUY, newClientOrderId: 'b1part' })
  const [open] = exchange.openOrders()
  exchange.fillPartly(open?.id ?? 0, '0.004')

  const cancelled = await call('DELETE', 'order', {
    symbol: 'BTCUSDT',
    origClientOrderId: 'b1part',
  })

  expect(cancelled).toMatchObject([
    200,
    {
      origClientOrderId: 'b1part',
      status: 'CANCELED',
      executedQty: '0.00400000',
      cummulativeQuoteQty: '200.00000000',
    },
  ])
  expect(balanceOf(exchange, 'USDT')).toEqual(['9800', '0'])
})

test('a big market sale walks down the book, and what it ate stays eaten until the price moves', async () => {
  const { exchange, call } = aTrader()
  exchange.deposit('ETH', '99')
  exchange.setBookDepth('ETH/USDT', '10000')
  const sale = { ...MARKET_SALE, quantity: '20' }

  const first = await call('POST', 'order', sale)
  const second = await call('POST', 'order', sale)
  exchange.step()
  exchange.setPrice('ETH/USDT', '3000')
  const third = await call('POST', 'order', sale)

  expect(costOf(first)).toBeLessThan(59_990)
  expect(costOf(second)).toBeLessThan(costOf(first))
  expect(costOf(third)).toBe(costOf(first))
  expect(exchange.trades().length).toBeGreaterThan(6)
})

test.each([
  ['GTC', 'PARTIALLY_FILLED', 1],
  ['IOC', 'EXPIRED', 0],
])('a %s limit order bigger than the book ends %s', async (timeInForce, status, open) => {
  const { exchange, call } = aTrader()
  exchange.deposit('ETH', '9')
  exchange.setBookDepth('ETH/USDT', '600')
  const order = { ...MARKET_SALE, type: 'LIMIT', timeInForce, quantity: '10', price: '2999.00' }

  const answer = await call('POST', 'order', order)

  expect(answer).toMatchObject([200, { status }])
  expect(Number(Object(answer[1]).executedQty)).toBeGreaterThan(0)
  expect(exchange.openOrders()).toHaveLength(open)
})

test('a fill-or-kill order fills whole or not at all', async () => {
  const { exchange, call } = aTrader()
  exchange.setBookDepth('ETH/USDT', '600')
  const order = { ...MARKET_SALE, type: 'LIMIT', timeInForce: 'FOK', price: '2999.00' }

  const killed = await call('POST', 'order', { ...order, quantity: '1' })
  const filled = await call('POST', 'order', { ...order, quantity: '0.1' })

  expect(killed).toMatchObject([200, { status: 'EXPIRED', executedQty: '0.00000000', fills: [] }])
  expect(filled).toMatchObject([200, { status: 'FILLED' }])
})

test('an order into an empty book expires with nothing done', async () => {
  const { exchange, call } = aTrader()
  exchange.setBookDepth('ETH/USDT', '0')

  const answer = await call('POST', 'order', { ...MARKET_SALE, quantity: '1' })

  expect(answer).toMatchObject([200, { status: 'EXPIRED', executedQty: '0.00000000' }])
  expect(balanceOf(exchange, 'ETH')).toEqual(['1', '0'])
})

test('a market buy by cost spends no more than that, cut to the step', async () => {
  const { exchange, call } = aTrader()

  const answer = await call('POST', 'order', {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'MARKET',
    quoteOrderQty: '100',
  })

  expect(answer).toMatchObject([200, { status: 'FILLED', origQuoteOrderQty: '100.00000000' }])
  const spent = new Big(10_000).minus(balanceOf(exchange, 'USDT')[0] ?? 0)
  expect(spent.lte(100)).toBe(true)
  expect(spent.gt(99)).toBe(true)
})

test('a sale for ETH pays its fee in ETH', async () => {
  const { exchange, call } = aTrader()
  exchange.deposit('LINK', '100')

  await call('POST', 'order', { symbol: 'LINKETH', side: 'SELL', type: 'MARKET', quantity: '100' })

  const [trade] = exchange.trades()
  expect(trade).toMatchObject({ feeAsset: 'ETH', amount: new Big(100) })
  expect(trade?.fee.toFixed()).toBe(trade?.cost.times('0.001').toFixed(8, 0).replace(/0+$/, ''))
})

test('trades come oldest first, from an id, of an order, since a time', async () => {
  const { exchange, clock, call } = aTrader()
  for (let i = 0; i < 4; i++) {
    await call('POST', 'order', { ...MARKET_SALE, quantity: '0.01' })
    clock.advance(1_000)
  }
  const ids = async (params: Call['params']) => {
    const [, body] = await call('GET', 'myTrades', { symbol: 'ETHUSDT', ...params })
    return Array.isArray(body) ? body.map((trade) => Number(Object(trade).id)) : body
  }
  const [, secondId = 0] = exchange.trades().map(({ id }) => id)
  const orderId = exchange.trades()[2]?.orderId ?? 0

  expect(await ids({})).toEqual([5001, 5002, 5003, 5004])
  expect(await ids({ limit: 2 })).toEqual([5003, 5004])
  expect(await ids({ fromId: secondId, limit: 2 })).toEqual([5002, 5003])
  expect(await ids({ orderId })).toEqual([5003])
  expect(await ids({ startTime: START.getTime() + 1_000, limit: 2 })).toEqual([5002, 5003])
  expect(await ids({ startTime: START.getTime(), fromId: 1 })).toMatchObject({ code: -1128 })
  expect(await ids({ startTime: 0, endTime: 86_400_001 })).toMatchObject({ code: -1127 })
})

test('orders by hand carry an id in the style of the exchange and are listed with the others', async () => {
  const { exchange, call, key } = aTrader()
  exchange.placeByHand({ symbol: 'BTC/USDT', side: 'buy', price: '50000', amount: '0.01' })
  await call('POST', 'order', BUY)

  const [hand, ours] = exchange.openOrders()
  exchange.cancelByHand(hand?.id ?? 0)

  expect(hand).toMatchObject({
    placedWith: 'by hand',
    clientOrderId: expect.stringMatching(/^web_[0-9a-f]{32}$/),
  })
  expect(ours).toMatchObject({ placedWith: key.apiKey })
  expect(await call('GET', 'openOrders')).toMatchObject([200, [{ orderId: ours?.id }]])
  expect(() => exchange.cancelByHand(hand?.id ?? 0)).toThrow('Unknown order sent.')
})

test('an order that is only tested is not placed', async () => {
  const { exchange, call } = aTrader()

  expect(await call('POST', 'order/test', BUY)).toEqual([200, {}])
  expect(await call('POST', 'order/test', { ...BUY, price: '1' })).toMatchObject([
    400,
    { code: -1013 },
  ])
  expect(exchange.orders()).toEqual([])
})

test('listeners hear of every change once it is made', () => {
  const { exchange } = anExchange()
  exchange.placeByHand({ symbol: 'BTC/USDT', side: 'buy', price: '59000', amount: '0.1' })
  const texts: string[] = []
  const openOrders: number[] = []
  const stop = exchange.onChange(({ text }) => {
    texts.push(text)
    openOrders.push(exchange.openOrders().length)
  })

  exchange.setPrice('BTC/USDT', '58000')
  stop()
  exchange.setMaintenance(true)

  expect(
    texts.filter((text) => !text.startsWith('ETH/') && !/(BNB|SOL|XRP|LINK)\//.test(text)),
  ).toEqual([
    'BTC/USDT is at 58000',
    'main has 4100 USDT free and 0 locked',
    'main has 0.1999 BTC free and 0 locked',
    'main bought 0.1 BTC at 59000 USDT',
    'Order 1000001 to buy BTC/USDT is filled, 0.1 of 0.1 BTC filled',
  ])
  expect(new Set(openOrders)).toEqual(new Set([0]))
})

test('who pays fees in BNB pays less, as long as there is enough of it', () => {
  const { exchange } = anExchange()
  const buy = (symbol: string, price: string) => {
    exchange.placeByHand({ symbol, side: 'buy', price, amount: '0.01' })
    const [trade] = exchange.trades().slice(-1)
    if (trade === undefined) throw new RangeError('Nothing was bought')
    return trade
  }
  exchange.payFeesInBnb(true)
  expect(buy('BTC/USDT', '61000').feeAsset).toBe('BTC')

  exchange.deposit('BNB', '0.001')
  const { cost, fee, feeAsset } = buy('BTC/USDT', '61000')

  const worth = cost.times('0.00075').div(600).round(8, Big.roundDown)
  expect([fee.toFixed(), feeAsset]).toEqual([worth.toFixed(), 'BNB'])
  expect(balanceOf(exchange, 'BNB')[0]).toBe(new Big('0.001').minus(worth).toFixed())
  expect(balanceOf(exchange, 'BTC')[0]).toBe('0.11999')
  expect(buy('ETH/BTC', '0.051').feeAsset).toBe('BNB')
  expect(buy('BTC/USDT', '61000').feeAsset).toBe('BTC')
})

test('an order that would meet one of its own account lets that one expire instead', async () => {
  const { exchange, call } = aTrader()
  exchange.setBookDepth('ETH/USDT', '10')
  const sale = { symbol: 'ETHUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC' }
  await call('POST', 'order', { ...sale, quantity: '0.5', price: '3010.00' })
  await call('POST', 'order', { ...sale, quantity: '0.5', price: '3030.00' })

  await call('POST', 'order', { ...sale, side: 'BUY', quantity: '2', price: '3020.00' })

  expect(exchange.orders().map(({ status }) => status)).toEqual([
    'EXPIRED_IN_MATCH',
    'NEW',
    'PARTIALLY_FILLED',
  ])
  expect(balanceOf(exchange, 'ETH')[1]).toBe('0.5')
})

test('while a market is halted nothing is placed, cancelled or filled in it', async () => {
  const { exchange, call } = aTrader()
  await call('POST', 'order', { ...BUY, newClientOrderId: 'b1' })

  exchange.setTrading('BTC/USDT', false)
  exchange.setPrice('BTC/USDT', '49000')
  const [placed, cancelled] = [
    await call('POST', 'order', BUY),
    await call('DELETE', 'order', { symbol: 'BTCUSDT', origClientOrderId: 'b1' }),
  ]

  expect(placed).toEqual([400, { code: -1013, msg: 'Market is closed.' }])
  expect(cancelled).toEqual([400, { code: -2011, msg: 'Market is closed.' }])
  expect(exchange.openOrders()).toHaveLength(1)
  exchange.setTrading('BTC/USDT', true)
  expect(exchange.orders().map(({ status }) => status)).toEqual(['FILLED'])
})
