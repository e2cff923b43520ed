import {
  AccountSuspended,
  AuthenticationError,
  ExchangeNotAvailable,
  NetworkError,
  OrderNotFound,
  RequestTimeout,
} from 'ccxt'
import { expect, test } from 'vitest'
import { systemClock } from '../../../src/lib/clock.ts'
import { createPaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import { connect, mount } from './support.ts'

async function aTrader() {
  const exchange = createPaperExchange({ clock: systemClock, seed: 7 })
  const key = exchange.createKey()
  const origin = await mount(exchange)
  return { exchange, key, origin, client: await connect(origin, key) }
}

test('ccxt loads the markets with their filters', async () => {
  const { client } = await aTrader()

  const markets = await client.loadMarkets()

  expect(Object.keys(markets)).toHaveLength(18)
  expect(markets['ETH/BTC']).toMatchObject({
    id: 'ETHBTC',
    type: 'spot',
    active: true,
    precision: { price: 0.00001, amount: 0.001 },
    limits: { cost: { min: 0.0001 }, amount: { min: 0.001 } },
  })
})

test('ccxt reads balances, the account and what the key may do', async () => {
  const { client, exchange } = await aTrader()

  const balance = await client.fetchBalance()
  const rights = await client.sapiGetAccountApiRestrictions()

  expect(balance['USDT']).toEqual({ free: 10_000, used: 0, total: 10_000 })
  expect(balance['info']).toMatchObject({ canTrade: true, uid: 435363592 })
  expect(rights).toMatchObject({ enableSpotAndMarginTrading: true, enableWithdrawals: false })
  expect(exchange.requests().map(({ path, status, weight }) => [path, status, weight])).toEqual([
    ['/api/v3/exchangeInfo', 200, 20],
    ['/api/v3/account', 200, 20],
    ['/sapi/v1/account/apiRestrictions', 200, 1],
  ])
})

test('ccxt places a limit order, finds it by its client id and cancels it just once', async () => {
  const { client } = await aTrader()
  const clientOrderId = 'b1abc'

  const placed = await client.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 50_000, {
    clientOrderId,
  })
  const open = await client.fetchOpenOrders('BTC/USDT')
  const found = await client.fetchOrder('', 'BTC/USDT', { clientOrderId })
  const { USDT: locked } = await client.fetchBalance()
  const cancelled = await client.cancelOrder('', 'BTC/USDT', { clientOrderId })

  expect(placed).toMatchObject({ clientOrderId, status: 'open', filled: 0, remaining: 0.01 })
  expect(open.map((order) => order.clientOrderId)).toEqual([clientOrderId])
  expect(found).toMatchObject({ id: placed.id, clientOrderId, status: 'open', price: 50_000 })
  expect(locked).toEqual({ free: 9_500, used: 500, total: 10_000 })
  expect(cancelled).toMatchObject({
    id: placed.id,
    status: 'canceled',
    info: { origClientOrderId: clientOrderId },
  })
  expect(cancelled.clientOrderId).not.toBe(clientOrderId)
  await expect(client.cancelOrder(String(placed.id), 'BTC/USDT')).rejects.toThrow(OrderNotFound)
  await expect(client.fetchOpenOrders()).resolves.toEqual([])
})

test('ccxt buys at market and finds the fill with its fee in what was bought', async () => {
  const { client } = await aTrader()

  const order = await client.createOrder('SOL/USDT', 'market', 'buy', 2)
  const trades = await client.fetchMyTrades('SOL/USDT')
  const { SOL } = await client.fetchBalance()

  expect(order).toMatchObject({ status: 'closed', filled: 2, average: 150.01 })
  expect(trades).toHaveLength(1)
  expect(trades[0]).toMatchObject({
    order: order.id,
    side: 'buy',
    takerOrMaker: 'taker',
    amount: 2,
    fee: { cost: 0.002, currency: 'SOL' },
  })
  expect(SOL).toMatchObject({ free: 1.998 })
})

test('ccxt sells by a limit order that fills at once or cancels', async () => {
  const { client, exchange } = await aTrader()
  const ioc = { timeInForce: 'IOC' }
  exchange.setBookDepth('ETH/USDT', '600')

  const whole = await client.createOrder('ETH/USDT', 'limit', 'sell', 0.1, 2_900, ioc)
  const part = await client.createOrder('ETH/USDT', 'limit', 'sell', 0.8, 2_999.4, ioc)
  const none = await client.createOrder('ETH/USDT', 'limit', 'sell', 0.1, 3_100, ioc)

  expect(whole).toMatchObject({ status: 'closed', filled: 0.1, remaining: 0 })
  expect(part.status).toBe('expired')
  expect(part.filled).toBeGreaterThan(0)
  expect(part.filled).toBeLessThan(0.8)
  expect(none).toMatchObject({ status: 'expired', filled: 0, remaining: 0.1 })
})

test('ccxt reads tickers, the order book and candles without a key', async () => {
  const { exchange, origin } = await aTrader()
  const keyless = await connect(origin)
  exchange.movePrice('ETH/USDT', -10)

  const tickers = await keyless.fetchTickers(['ETH/USDT', 'ETH/BTC'])
  const book = await keyless.fetchOrderBook('ETH/USDT', 5)
  const candles = await keyless.fetchOHLCV('ETH/USDT', '1h', undefined, 24)
  const { price } = await keyless.fetchTicker('ETH/USDT').then(({ last }) => ({ price: last }))

  expect(price).toBe(2_700)
  expect(tickers['ETH/BTC']).toMatchObject({ symbol: 'ETH/BTC', last: 0.045 })
  expect(book.bids).toHaveLength(5)
  expect(Number(book.bids[0]?.[0])).toBeLessThan(2_700)
  expect(Number(book.asks[0]?.[0])).toBeGreaterThan(2_700)
  expect(candles).toHaveLength(24)
  expect(candles.at(-1)?.[4]).toBe(2_700)
})

test('ccxt resolves an order whose answer was lost by looking it up', async () => {
  const { client, exchange } = await aTrader()
  const clientOrderId = 'b1lost'
  await client.loadMarkets()
  exchange.fault({ method: 'POST', path: '/api/v3/order', effect: { kind: 'drop-after' } })

  const lost = client.createOrder('BTC/USDT', 'market', 'buy', 0.01, undefined, { clientOrderId })

  await expect(lost).rejects.toThrow(NetworkError)
  await expect(client.fetchOrder('', 'BTC/USDT', { clientOrderId })).resolves.toMatchObject({
    status: 'closed',
    filled: 0.01,
  })
  expect(exchange.requests().filter(({ method }) => method === 'POST')).toMatchObject([
    { status: 'cut' },
  ])
})

test('ccxt takes -1007 for a timeout, maintenance for an exchange that is away', async () => {
  const { client, exchange } = await aTrader()
  await client.loadMarkets()
  exchange.fault({ method: 'POST', path: '/api/v3/order', effect: { kind: 'unknown-after' } })

  await expect(client.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 50_000)).rejects.toThrow(
    RequestTimeout,
  )
  expect(exchange.openOrders()).toHaveLength(1)

  exchange.setMaintenance(true)
  await expect(client.fetchBalance()).rejects.toThrow(ExchangeNotAvailable)
})

test('ccxt is told that a deleted key is gone and that a frozen one may not trade', async () => {
  const { client, exchange, key } = await aTrader()
  await client.loadMarkets()
  exchange.setKeyState(key.apiKey, 'frozen')

  await expect(client.createOrder('BTC/USDT', 'limit', 'buy', 0.01, 50_000)).rejects.toThrow(
    AccountSuspended,
  )
  await expect(client.fetchBalance()).resolves.toBeDefined()

  exchange.setKeyState(key.apiKey, 'deleted')
  await expect(client.fetchBalance()).rejects.toThrow(AuthenticationError)
})
