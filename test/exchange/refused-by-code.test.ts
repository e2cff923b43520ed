import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { NOON } from './hand-clock.ts'
import { serveDialect, type Said } from './dialect-server.ts'
import { answersOf } from './foreign/all.ts'
import { RECORDED } from './recorded/all.ts'
import { ORDER } from './recorded/recorded.ts'

const PLACE = { binance: 'POST /api/v3/order' }
const CANCEL = { binance: 'DELETE /api/v3/order' }

const json = (body: unknown, status = 200): Said => ({ status, body: JSON.stringify(body) })

/** The exchange, where one path is answered so. */
async function open(id: ExchangeId, at: string, said: Said) {
  const answers = answersOf(id)
  const { connection } = await serveDialect(id, ({ method, path, query }) => {
    if (`${method} ${path}` === at) return said
    const search = new URLSearchParams(query).toString()
    const body: unknown = answers[`${method} ${path}?${search}`] ?? answers[`${method} ${path}`]
    return { body: JSON.stringify(body) }
  })
  return connection.exit
}

function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'taken',
    (error: unknown) => (error instanceof ExchangeError ? error.code : error),
  )
}

async function place(id: ExchangeId, said: Said): Promise<unknown> {
  const at = id === 'binance' ? PLACE.binance : RECORDED[id].sent.place.at
  const [amount, price] = [new Big(ORDER.amount), new Big(ORDER.price)]
  const exchange = await open(id, at, said)
  return codeOf(exchange.placeOrder({ ...ORDER, amount, price, timeInForce: 'GTC', sentAt: NOON }))
}

async function cancel(id: ExchangeId, said: Said): Promise<unknown> {
  const at = id === 'binance' ? CANCEL.binance : RECORDED[id].sent.cancel.at
  return codeOf((await open(id, at, said)).cancelOrder(ORDER))
}

const cryptocom = (code: number, message: string) => json({ id: 1, code, message }, 500)
const okx = (sCode: string, sMsg: string, status = 200) =>
  json({ code: '1', msg: 'Operation failed.', data: [{ ordId: '', sCode, sMsg }] }, status)
const htx = (code: string, words: string) =>
  json({ status: 'error', 'err-code': code, 'err-msg': words, data: null })

describe('refusals that come with HTTP 500', () => {
  // https://exchange-docs.crypto.com/exchange/v1/rest-ws/index.html#response-and-reason-codes
  test.each([
    [306, 'INSUFFICIENT_AVAILABLE_BALANCE', 'insufficient-funds'],
    [321, 'EXCEEDS_MAX_AVAILABLE_BALANCE', 'insufficient-funds'],
    [309, 'MARKET_IS_NOT_OPEN', 'market-closed'],
    [415, 'BELOW_MIN_ORDER_SIZE', 'order-rejected'],
    [312, 'ORDER_PRICE_GREATER_THAN_LIMITUPPRICE', 'not-now'],
    [406, 'ACCOUNT_IS_NOT_ACTIVE', 'key-rejected'],
    [410, 'USER_IS_NOT_ACTIVE', 'key-rejected'],
    // What may have become an order stays unclear.
    [205, 'DUPLICATE_ORDERID', 'outcome-unknown'],
    [43004, 'IMMEDIATE_OR_CANCEL', 'outcome-unknown'],
    [10001, 'SYS_ERROR', 'outcome-unknown'],
  ])('Crypto.com: code %i (%s) to an order is %s', async (code, message, expected) => {
    expect(await place('cryptocom', cryptocom(code, message))).toBe(expected)
  })

  test.each([
    [212, 'INVALID_ORDERID'],
    [316, 'NO_ACTIVE_ORDER'],
  ])('Crypto.com: code %i (%s) to a cancel says that there is none', async (code, message) => {
    expect(await cancel('cryptocom', cryptocom(code, message))).toBe('order-not-found')
  })

  test.each([500, 502, 503, 504])(
    "a proxy's page with HTTP %i leaves an order unclear",
    async (status) => {
      expect(await place('cryptocom', { status, body: '<html>Bad gateway</html>' })).toBe(
        'outcome-unknown',
      )
    },
  )

  test('OKX: an order that timed out is unclear, whatever status it comes with', async () => {
    for (const status of [200, 500]) {
      expect(await place('okx', okx('51149', 'Order timed out. Please try again.', status))).toBe(
        'outcome-unknown',
      )
      expect(await place('okx', okx('51054', 'Request timed out.', status))).toBe('outcome-unknown')
    }
  })
})

/** How each exchange says that our id is there already, with codes that mean an error of form elsewhere. */
const DOUBLES: [ExchangeId, Said][] = [
  ['binance', json({ code: -2010, msg: 'Duplicate order sent.' }, 400)],
  ['binance', json({ code: -1102, msg: 'newClientOrderId is already in use' }, 400)],
  ['bybit', json({ retCode: 170141, retMsg: 'Duplicate clientOrderId', result: {} })],
  ['bybit', json({ retCode: 110072, retMsg: 'OrderLinkedID is duplicate', result: {} })],
  ['bybit', json({ retCode: 10001, retMsg: 'orderLinkId already exists', result: {} })],
  ['okx', okx('51016', 'Client order ID already exists.')],
  ['okx', okx('51065', 'algoClOrdId already exists.')],
  ['okx', okx('50071', 'clOrdId already exists')],
  ['kucoin', json({ code: '102426', msg: 'Duplicate clientOid' })],
  ['kucoin', json({ code: '400100', msg: 'The clientOid is not unique' })],
  ['bitget', json({ code: '43118', msg: 'clientOrderId duplicate' }, 400)],
  ['bitget', json({ code: '45034', msg: 'clientOid duplicate' }, 400)],
  ['bitget', json({ code: '40017', msg: 'Duplicated clientOid' }, 400)],
  ['gate', json({ label: 'INVALID_PARAM_VALUE', message: 'Duplicate text' }, 400)],
  ['gate', json({ label: 'INVALID_ARGUMENT', message: 'text has been repeated' }, 400)],
  ['gate', json({ label: 'ORDER_EXISTS', message: 'Order already exists' }, 400)],
  ['gate', json({ label: 'REPEATED_CREATION', message: '' }, 400)],
  ['kraken', json({ error: ['EOrder:Duplicate client order id'] })],
  ['kraken', json({ error: ['EOrder:Client order id already in use'] })],
  ['kraken', json({ error: ['EGeneral:Invalid arguments:cl_ord_id already exists'] })],
  ['mexc', json({ code: 700004, msg: 'newClientOrderId already exists' }, 400)],
  ['bingx', json({ code: 100400, msg: 'The same order can only be submitted once per second.' })],
  ['bingx', json({ code: 80014, msg: 'clientOrderId is not unique' })],
  ['htx', htx('invalid-client-order-id', 'invalid.client.order.id (NT)')],
  ['coinbase', json({ error: 'INVALID_ARGUMENT', message: 'client_order_id already used' }, 400)],
  ['cryptocom', json({ id: 1, code: 204, message: 'DUPLICATE_CLORDID' }, 400)],
  ['cryptocom', json({ id: 1, code: 40004, message: 'client_oid already exists' }, 400)],
  ['bitfinex', json(['error', 10020, 'cid: duplicate'], 500)],
  ['bitfinex', json(['error', 10001, 'Invalid order: cid is already used'], 500)],
]

test.each(DOUBLES)('%s: a double of our id may be our own first try: %j', async (id, said) => {
  expect(await place(id, said)).toBe('outcome-unknown')
})

describe('refusals that say the contrary of their code', () => {
  test.each(['100202', '100400', '100421'])(
    'BingX: %s with “system is busy” leaves an order unclear',
    async (code) => {
      const busy = { code: Number(code), msg: 'The current system is busy, please try again later' }
      expect(await place('bingx', json(busy))).toBe('outcome-unknown')
    },
  )

  test('HTX: a failure to look an order up does not say that there is none', async () => {
    const { find } = RECORDED.htx.sent
    const failed = htx('base-record-invalid', 'Failed to get data, please try again later')

    const found = (await open('htx', find.at, failed)).findOrder(ORDER)

    await expect(found).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('Kraken: a deadline that is refused means that the order was not taken', async () => {
    const said = json({ error: ['EGeneral:Invalid arguments:deadline'] })

    expect(await place('kraken', said)).toBe('unavailable')
  })

  test('Bitget: an order that the engine had too late was not taken', async () => {
    const late = {
      code: '40078',
      msg: 'Timestamp for this request is outside of the ME receiveWindow',
    }

    expect(await place('bitget', json(late, 400))).toBe('unavailable')
  })
})

/** What stands beside an order that was taken. */
const TAKEN: [ExchangeId, (answer: object) => unknown][] = [
  [
    'coinbase',
    (answer) => ({
      ...answer,
      failure_reason: 'UNKNOWN_FAILURE_REASON',
      error_response: {
        error: 'UNSUPPORTED_ORDER_CONFIGURATION',
        message: 'Not shown',
        error_details: '',
        preview_failure_reason: 'PREVIEW_INVALID_LIMIT_PRICE',
      },
    }),
  ],
  ['kraken', (answer) => ({ ...answer, error: ['WOrder:Price was rounded'] })],
  ['gate', (answer) => ({ ...answer, succeeded: true, label: '', message: '' })],
  ['bybit', (answer) => ({ ...answer, retMsg: 'OK', retExtInfo: { list: [] } })],
  ['kucoin', (answer) => ({ ...answer, msg: 'success', retry: false })],
  ['bitget', (answer) => ({ ...answer, msg: 'success', requestTime: 0 })],
  ['bingx', (answer) => ({ ...answer, msg: 'success', debugMsg: 'duplicate of nothing' })],
  ['htx', (answer) => ({ ...answer, 'err-code': '', 'err-msg': '' })],
  ['cryptocom', (answer) => ({ ...answer, message: 'OK', detail_code: '0' })],
]

test.each(TAKEN)(
  '%s: an order that was taken is, whatever else its answer says',
  async (id, more) => {
    if (id === 'binance') throw new RangeError('Binance is spoken by a whole server')
    const { at } = RECORDED[id].sent.place
    const answer: object = answersOf(id)[at]

    expect(await place(id, json(more(answer)))).toBe('taken')
  },
)
