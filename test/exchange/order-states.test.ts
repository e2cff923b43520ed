import { expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { answersOf } from './foreign/all.ts'
import type { Json } from './foreign/foreign.ts'
import { openWithAnswers } from './foreign/open.ts'
import { ORDER } from './recorded/recorded.ts'

const { symbol, clientOrderId } = ORDER

interface Place {
  /** Where our order is found. */
  at: string
  row: (answer: Json) => Json
  /** What is answered before that: it does not rest. */
  notResting?: [at: string, answer: Json]
}

const PLACES: Readonly<Record<ExchangeId, Place>> = {
  binance: { at: 'GET /api/v3/order', row: (answer) => answer },
  bybit: { at: 'GET /v5/order/realtime', row: ({ result }) => result.list[0] },
  okx: { at: 'GET /api/v5/trade/order', row: ({ data }) => data[0] },
  kucoin: {
    at: `GET /api/v1/hf/orders/client-order/${clientOrderId}`,
    row: ({ data }) => data,
  },
  bitget: { at: 'GET /api/v2/spot/trade/orderInfo', row: ({ data }) => data[0] },
  gate: { at: `GET /api/v4/spot/orders/t-${clientOrderId}`, row: (answer) => answer },
  kraken: {
    at: 'POST /0/private/ClosedOrders',
    row: ({ result }) => Object.values(result.closed as object)[0],
    notResting: ['POST /0/private/OpenOrders', { error: [], result: { open: {} } }],
  },
  mexc: { at: 'GET /api/v3/order', row: (answer) => answer },
  bingx: { at: 'GET /openApi/spot/v1/trade/query', row: ({ data }) => data },
  htx: { at: 'GET /v1/order/orders/getClientOrder', row: ({ data }) => data },
  coinbase: {
    at: 'GET /api/v3/brokerage/orders/historical/batch',
    row: ({ orders }) => orders[0],
  },
  cryptocom: {
    at: 'POST /exchange/v1/private/get-order-detail',
    row: ({ result }) => result,
  },
  bitfinex: {
    at: 'POST /v2/auth/r/orders/tBTCUST/hist',
    row: ([order]) => order,
    notResting: ['POST /v2/auth/r/orders/tBTCUST', []],
  },
}

/** Every state of an exchange's documents in which an order has ended, 0.004 of 0.01 filled. */
const ENDED: [ExchangeId, Json][] = [
  ...['CANCELED', 'EXPIRED', 'EXPIRED_IN_MATCH', 'REJECTED'].map((status): [ExchangeId, Json] => [
    'binance',
    { status },
  ]),
  ...['Cancelled', 'PartiallyFilledCanceled', 'Rejected', 'Deactivated'].map(
    (orderStatus): [ExchangeId, Json] => ['bybit', { orderStatus }],
  ),
  ...['canceled', 'mmp_canceled'].map((state): [ExchangeId, Json] => ['okx', { state }]),
  ['kucoin', { active: false, inOrderBook: false, cancelExist: true }],
  ['kucoin', { active: false, inOrderBook: false, cancelExist: true, cancelledSize: '0.006' }],
  ...['cancelled', 'reject'].map((status): [ExchangeId, Json] => ['bitget', { status }]),
  ...[
    'cancelled',
    'ioc',
    'poc',
    'fok',
    'stp',
    'small',
    'depth_not_enough',
    'trader_not_enough',
    'liquidate_cancelled',
    'unknown',
    'a_reason_of_tomorrow',
    '',
  ].map((finish_as): [ExchangeId, Json] => ['gate', { status: 'cancelled', finish_as }]),
  ...['canceled', 'expired'].map((status): [ExchangeId, Json] => ['kraken', { status }]),
  ...['CANCELED', 'PARTIALLY_CANCELED'].map((status): [ExchangeId, Json] => ['mexc', { status }]),
  ...['CANCELED', 'CANCELLED', 'FAILED'].map((status): [ExchangeId, Json] => ['bingx', { status }]),
  ...['canceled', 'partial-canceled', 'rejected'].map((state): [ExchangeId, Json] => [
    'htx',
    { state },
  ]),
  ...['CANCELLED', 'EXPIRED', 'FAILED'].map((status): [ExchangeId, Json] => [
    'coinbase',
    { status },
  ]),
  ...['CANCELED', 'REJECTED', 'EXPIRED'].map((status): [ExchangeId, Json] => [
    'cryptocom',
    { status },
  ]),
  ...[
    'CANCELED',
    'CANCELED was: PARTIALLY FILLED @ 50000.0(0.004)',
    'IOC CANCELED',
    'IOC CANCELED was: PARTIALLY FILLED @ 50000.0(0.004)',
    'FILLORKILL CANCELED',
    'POSTONLY CANCELED',
    'INSUFFICIENT BALANCE (G1)',
    'INSUFFICIENT BALANCE (U1) was: PARTIALLY FILLED @ 50000.0(0.004)',
    'RSN_DUST was: ACTIVE (note: POSCLOSE)',
    'RSN_PAUSE',
    'RSN_BOOK_SLIP was: PARTIALLY FILLED @ 50000.0(0.004)',
    // In the list of old orders.
    'PARTIALLY FILLED @ 50000.0(0.004)',
  ].map((state): [ExchangeId, Json] => ['bitfinex', { 13: state }]),
]

/** And those in which it may still fill. */
const RESTING: [ExchangeId, Json][] = [
  ...['NEW', 'PENDING_NEW', 'PARTIALLY_FILLED', 'PENDING_CANCEL'].map(
    (status): [ExchangeId, Json] => ['binance', { status }],
  ),
  ...['New', 'PartiallyFilled'].map((orderStatus): [ExchangeId, Json] => [
    'bybit',
    { orderStatus },
  ]),
  ...['live', 'partially_filled'].map((state): [ExchangeId, Json] => ['okx', { state }]),
  ...['live', 'partially_filled', 'init', 'new'].map((status): [ExchangeId, Json] => [
    'bitget',
    { status },
  ]),
  ['gate', { status: 'open', finish_as: 'open' }],
  ['gate', { status: 'open', finish_as: 'stp' }],
  ...['NEW', 'PARTIALLY_FILLED'].map((status): [ExchangeId, Json] => ['mexc', { status }]),
  ...['NEW', 'PENDING', 'PARTIALLY_FILLED', 'WORKING'].map((status): [ExchangeId, Json] => [
    'bingx',
    { status },
  ]),
  ...['pre-submitted', 'submitted', 'partial-filled', 'created', 'canceling'].map(
    (state): [ExchangeId, Json] => ['htx', { state }],
  ),
  ...['PENDING', 'OPEN', 'QUEUED', 'CANCEL_QUEUED', 'EDIT_QUEUED'].map(
    (status): [ExchangeId, Json] => ['coinbase', { status }],
  ),
  ...['NEW', 'PENDING', 'ACTIVE'].map((status): [ExchangeId, Json] => ['cryptocom', { status }]),
]

async function stateOf(id: ExchangeId, changes: Json) {
  const { at, row, notResting } = PLACES[id]
  const answers = answersOf(id)
  if (notResting) {
    const [where, answer] = notResting
    // The list of open orders has it in the recording, the list of old ones does not.
    if (id === 'bitfinex') answers[at] = answers[where]
    else answers[at].result.closed = answers[where].result.open
    answers[where] = answer
  }
  Object.assign(row(answers[at]), changes)
  const { exchange } = await openWithAnswers(id, answers)
  return exchange.findOrder({ symbol, clientOrderId })
}

test.each(ENDED)('%s: an order that is %j has ended', async (id, changes) => {
  const found = await stateOf(id, changes)

  expect(['cancelled', 'rejected']).toContain(found?.status)
  expect(found?.filled.toFixed()).toBe('0.004')
})

test.each(RESTING)('%s: an order that is %j may still fill', async (id, changes) => {
  expect(await stateOf(id, changes)).toMatchObject({ status: 'open' })
})

test.each<[ExchangeId, Json, lapsed: true | undefined]>([
  ['gate', { status: 'cancelled', finish_as: 'stp' }, true],
  ['gate', { status: 'cancelled', finish_as: 'cancelled' }, undefined],
  ['bitget', { status: 'cancelled', cancelReason: 'stp_cancel' }, true],
  ['bitget', { status: 'cancelled', cancelReason: 'normal_cancel' }, undefined],
  ['bitfinex', { 13: 'RSN_PAUSE' }, true],
  ['bitfinex', { 13: 'CANCELED' }, undefined],
])('%s: what %j says of who cancelled it is told', async (id, changes, lapsed) => {
  expect((await stateOf(id, changes))?.lapsed).toBe(lapsed)
})
