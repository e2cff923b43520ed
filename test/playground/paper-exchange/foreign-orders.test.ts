import { expect, test } from 'vitest'
import { systemClock } from '../../../src/lib/clock.ts'
import { createPaperExchange } from '../../../src/playground/paper-exchange/paper-exchange.ts'
import type { ForeignOrder } from '../../../src/playground/paper-exchange/views.ts'
import { anExchange, connect, mount, send } from './support.ts'

const NONE = '0.00000000'
const SELL = { symbol: 'ETH/USDT', side: 'sell', amount: '0.4' } as const
const WAITING = { isWorking: false, workingTime: -1, executedQty: NONE, status: 'NEW' }

test.each<[string, ForeignOrder, Record<string, unknown>[], locks: [string, string]]>([
  [
    'stop-loss',
    { ...SELL, type: 'STOP_LOSS', stopPrice: '2500' },
    [{ ...WAITING, type: 'STOP_LOSS', price: NONE, stopPrice: '2500.00000000' }],
    ['ETH', '0.4'],
  ],
  [
    'stop-limit',
    { ...SELL, type: 'STOP_LOSS_LIMIT', stopPrice: '2500', price: '2490' },
    [{ ...WAITING, price: '2490.00000000', stopPrice: '2500.00000000' }],
    ['ETH', '0.4'],
  ],
  [
    'take-profit',
    { ...SELL, type: 'TAKE_PROFIT', stopPrice: '3500' },
    [{ ...WAITING, type: 'TAKE_PROFIT', price: NONE, stopPrice: '3500.00000000' }],
    ['ETH', '0.4'],
  ],
  [
    'trailing stop',
    { ...SELL, type: 'STOP_LOSS', trailingDelta: 100 },
    [{ ...WAITING, price: NONE, stopPrice: NONE, trailingDelta: 100, trailingTime: -1 }],
    ['ETH', '0.4'],
  ],
  [
    'pair of which one cancels the other',
    { ...SELL, type: 'OCO', price: '3500', stopPrice: '2500' },
    [
      { type: 'LIMIT_MAKER', price: '3500.00000000', stopPrice: NONE, isWorking: true },
      { ...WAITING, type: 'STOP_LOSS_LIMIT', stopPrice: '2500.00000000' },
    ],
    ['ETH', '0.4'],
  ],
  [
    'stop to buy',
    { ...SELL, side: 'buy', type: 'STOP_LOSS_LIMIT', stopPrice: '3500', price: '3600' },
    [{ ...WAITING, side: 'BUY' }],
    ['USDT', '1440'],
  ],
  [
    'quote-sized market order',
    { symbol: 'ETH/USDT', side: 'buy', type: 'MARKET', cost: '120' },
    [{ type: 'MARKET', price: NONE, origQty: NONE, origQuoteOrderQty: '120.00000000' }],
    ['USDT', '120'],
  ],
])('the owner’s %s is listed as Binance lists it, and locks its coins', async (_, ...given) => {
  const [order, rows, [coin, amount]] = given
  const { exchange, clock } = anExchange()
  const key = exchange.createKey()
  const locked = () =>
    exchange
      .balances()
      .find(({ asset }) => asset === coin)
      ?.locked.toFixed()

  const placed = exchange.placeForeign(order)
  exchange.movePrice('ETH/USDT', -30)

  const path = '/api/v3/openOrders'
  const [status, listed] = await send(exchange, { path, key, at: clock.now() })
  expect([status, listed]).toMatchObject([200, rows])
  expect(new Set(Object(listed).map(({ orderListId }: never) => orderListId)).size).toBe(1)
  expect(locked()).toBe(amount)
  for (const { id } of placed) exchange.cancelByHand(id)
  expect(locked()).toBe('0')
})

test('an order of the owner’s own that is not covered is refused', () => {
  const { exchange } = anExchange()

  const place = () =>
    exchange.placeForeign({ ...SELL, amount: '1.1', type: 'STOP_LOSS', stopPrice: '2500' })

  expect(place).toThrow('insufficient balance')
  expect(exchange.openOrders()).toEqual([])
})

test('ccxt lists them all', async () => {
  const exchange = createPaperExchange({ clock: systemClock, seed: 1 })
  const client = await connect(await mount(exchange), exchange.createKey())
  exchange.placeForeign({ ...SELL, type: 'STOP_LOSS', stopPrice: '2500' })
  exchange.placeForeign({ symbol: 'BTC/USDT', side: 'buy', type: 'MARKET', cost: '50' })

  const orders = await client.fetchOpenOrders()

  expect(orders.map(({ type, status }) => [type, status])).toEqual([
    ['market', 'open'],
    ['market', 'open'],
  ])
})
