import { expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { answersOf, FOREIGN } from './foreign/all.ts'
import { openWithAnswers } from './foreign/open.ts'
import { RECORDED } from './recorded/all.ts'
import { ORDER } from './recorded/recorded.ts'

const { symbol, clientOrderId } = ORDER

/** Where each exchange says what became of one order, by its own id. */
const BY_ID: [id: ExchangeId, at: string, path: (string | number)[]][] = [
  ['binance', 'GET /api/v3/order', []],
  ['okx', 'GET /api/v5/trade/order', ['data', 0]],
  ['kucoin', 'GET /api/v1/hf/orders/67120bbef094e200070976f6', ['data']],
  ['bitget', 'GET /api/v2/spot/trade/orderInfo', ['data', 0]],
  ['gate', 'GET /api/v4/spot/orders/12332324', []],
  ['mexc', 'GET /api/v3/order', []],
  ['bingx', 'GET /openApi/spot/v1/trade/query', ['data']],
  ['htx', 'GET /v1/order/orders/357632718898331', ['data']],
  [
    'coinbase',
    'GET /api/v3/brokerage/orders/historical/11111111-0000-5000-8000-000000000000',
    ['order'],
  ],
  ['cryptocom', 'POST /exchange/v1/private/get-order-detail', ['result']],
]

test.each(BY_ID)(
  '%s: an order of the trader found by its id need not be readable',
  async (id, at, path) => {
    const answers = answersOf(id)
    const { rows, ours } = FOREIGN[id]
    const [foreign] = [rows(ours(answers[FOREIGN[id].at[0] ?? '']))['quote-sized']].flat()
    const whole = path.reduceRight(
      (part, name) => (name === 0 ? [part] : { [name]: part }),
      foreign,
    )
    answers[at] = path[0] === undefined ? foreign : { ...answers[at], ...whole }
    const { exchange } = await openWithAnswers(id, answers)
    const orderId = id === 'binance' ? '41260771' : RECORDED[id].orderId

    const found = await exchange.findOrderById(symbol, orderId)

    expect(found).toMatchObject({ id: orderId, symbol, order: 'unreadable' })
    expect(found?.clientOrderId).not.toBe(clientOrderId)
  },
)

test('Kraken: a stop-loss-limit of ours that was cancelled with a second price of zero is found', async () => {
  const answers = answersOf('kraken')
  const [[id, order]] = Object.entries(answers['POST /0/private/QueryOrders'].result) as [
    [string, { descr: object }],
  ]
  const cancelled = {
    ...order,
    status: 'canceled',
    vol_exec: '0.00000000',
    cost: '0.00000',
    price: '0.00000',
    descr: { ...order.descr, ordertype: 'stop-loss-limit', price: '44000.0', price2: '0' },
  }
  answers['POST /0/private/QueryOrders'].result = { [id]: cancelled }
  const { exchange } = await openWithAnswers('kraken', answers)

  const found = await exchange.findOrderById(symbol, id)

  expect(found).toEqual({ id, clientOrderId, symbol, order: 'unreadable' })
})

test('Kraken: orders and fills name a market otherwise than the list of markets', async () => {
  const answers = answersOf('kraken')
  const at = 'GET /0/public/AssetPairs'
  const { XBTUSDT: market } = answers[at].result
  answers[at].result = {
    XXBTZUSD: { ...market, altname: 'XBTUSD', wsname: 'XBT/USD', quote: 'ZUSD' },
  }
  answers['POST /0/private/OpenOrders'].result.open['OUF4EM-FRGI2-MQMWZD'].descr.pair = 'XBTUSD'
  answers['POST /0/private/TradesHistory'].result.trades['TZX2WP-XSEOP-FP7WYR'].pair = 'XXBTZUSD'
  const { exchange } = await openWithAnswers('kraken', answers)

  const { rows } = await exchange.fetchOpenOrders(['BTC/USD'])
  const { fills } = await exchange.fetchFills('BTC/USD', new Date('2026-03-02T11:00:00Z'))

  expect(rows).toMatchObject([{ symbol: 'BTC/USD', order: { symbol: 'BTC/USD' } }])
  expect(fills).toMatchObject([{ symbol: 'BTC/USD' }])
})

test('KuCoin: a symbol in use that is not listed any more does not hide the orders on the others', async () => {
  const answers = answersOf('kucoin')
  const { data } = answers['GET /api/v1/hf/orders/active']
  answers['GET /api/v1/hf/orders/active/symbols'].data.symbols = ['GONE-USDT', 'BTC-USDT']
  answers['GET /api/v1/hf/orders/active'] = ({ query }: { query: Record<string, string> }) =>
    query['symbol'] === 'GONE-USDT'
      ? { code: '900001', msg: 'symbol not exists' }
      : { code: '200000', data }
  const { exchange } = await openWithAnswers('kucoin', answers)

  const { rows } = await exchange.fetchOpenOrders()

  expect(rows).toMatchObject([{ symbol, clientOrderId }])
})

test('KuCoin: null stands for no symbol in use and no open order', async () => {
  const answers = answersOf('kucoin')
  answers['GET /api/v1/hf/orders/active/symbols'].data.symbols = null
  answers['GET /api/v1/hf/orders/active'].data = null
  const { exchange } = await openWithAnswers('kucoin', answers)

  expect((await exchange.fetchOpenOrders()).rows).toEqual([])
  expect((await exchange.fetchOpenOrders([symbol])).rows).toEqual([])
})

test.each(['CLIENT_ID_NOT_FOUND', 'ORDER_NOT_FOUND'])(
  'Gate: an order that ended is found in the list of those, where our id is answered by %s',
  async (label) => {
    const answers = answersOf('gate')
    const ours = `GET /api/v4/spot/orders/t-${clientOrderId}`
    const filled = { ...answers[ours], status: 'closed', finish_as: 'filled' }
    Object.assign(filled, { left: '0', filled_amount: '0.01' })
    answers[ours] = { label, message: `Order with client ID t-${clientOrderId} not found` }
    answers['GET /api/v4/spot/orders'] = [{ ...filled, filled_total: '500' }]
    const { exchange } = await openWithAnswers('gate', answers)

    const found = await exchange.findOrder({ symbol, clientOrderId })

    expect(found).toMatchObject({ clientOrderId, status: 'filled' })
    expect(found?.filled.toFixed()).toBe('0.01')
  },
)
