import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import { NOON } from './hand-clock.ts'
import { serveDialect, type Said } from './dialect-server.ts'
import { RECORDED } from './recorded/all.ts'
import { ORDER } from './recorded/recorded.ts'

type Other = keyof typeof RECORDED

/** What each exchange says of an order that it does not take. */
interface Refusals {
  funds: Said
  rule: Said
  /** Our id is there already: most likely from a request of which the answer was lost. */
  double: Said
  /** To a cancel. */
  gone: Said
}

const json = (body: unknown, status = 200): Said => ({ status, body: JSON.stringify(body) })
const code = (value: number | string, msg: string, status = 200) =>
  json({ code: value, msg }, status)
const ret = (retCode: number, retMsg: string) => json({ retCode, retMsg, result: {} })
const okx = (sCode: string, sMsg: string) =>
  json({ code: '1', msg: 'All operations failed', data: [{ ordId: '', sCode, sMsg }] })
const label = (value: string, status = 400) => json({ label: value, message: 'x' }, status)
const kraken = (error: string) => json({ error: [error] })
const htx = (value: string) =>
  json({ status: 'error', 'err-code': value, 'err-msg': 'x', data: null })
const coinbase = (error: string) =>
  json({ success: false, error_response: { error, message: '', error_details: '' } })
const bitfinex = (text: string) => json(['error', 10001, text], 500)
const cryptocom = (value: number, message: string) => json({ id: 1, code: value, message }, 400)

const REFUSALS: Readonly<Record<Other, Refusals>> = {
  bybit: {
    funds: ret(170131, 'Insufficient balance.'),
    rule: ret(170140, 'Order value exceeded lower limit.'),
    double: ret(170141, 'Duplicate clientOrderId'),
    gone: ret(170213, 'Order does not exist.'),
  },
  okx: {
    funds: okx('51008', 'Order failed. Insufficient USDT balance in account'),
    rule: okx('51020', 'Your order should meet or exceed the minimum order amount.'),
    double: okx('51016', 'Client order ID already exists.'),
    gone: okx(
      '51400',
      'Order cancellation failed as the order has been filled, canceled or does not exist.',
    ),
  },
  kucoin: {
    funds: code('200004', 'Balance insufficient!'),
    rule: code('400100', 'Order size below the minimum requirement.'),
    double: code('126044', 'clientOid already exists'),
    gone: code('400100', 'order_not_exist_or_not_allow_to_cancel'),
  },
  bitget: {
    funds: code('43012', 'Insufficient balance', 400),
    rule: code('45110', 'less than the minimum amount 1 USDT', 400),
    double: code('43118', 'clientOrderId duplicate', 400),
    gone: code('43001', 'The order does not exist', 400),
  },
  gate: {
    funds: label('BALANCE_NOT_ENOUGH'),
    rule: label('INVALID_PARAM_VALUE'),
    double: label('REPEATED_TEXT'),
    gone: label('ORDER_NOT_FOUND', 404),
  },
  kraken: {
    funds: kraken('EOrder:Insufficient funds'),
    rule: kraken('EOrder:Cost minimum not met'),
    double: kraken('EOrder:Duplicate client order id'),
    gone: kraken('EOrder:Unknown order'),
  },
  mexc: {
    funds: code(30004, 'Insufficient position', 400),
    rule: code(30002, 'The minimum transaction volume cannot be less than：1USDT', 400),
    double: code(30000, 'duplicate clientOrderId', 400),
    gone: code(-2011, 'Unknown order sent.', 400),
  },
  bingx: {
    funds: code(100202, 'Insufficient assets'),
    rule: code(100400, 'quantity is less than the minimum'),
    double: code(100400, 'clientOrderID already exists'),
    gone: code(100404, 'order not exist'),
  },
  htx: {
    funds: htx('account-frozen-balance-insufficient-error'),
    rule: htx('order-limitorder-amount-min-error'),
    double: htx('order-client-id-used'),
    gone: htx('order-orderstate-error'),
  },
  coinbase: {
    funds: coinbase('INSUFFICIENT_FUND'),
    rule: coinbase('INVALID_SIZE_PRECISION'),
    double: coinbase('UNKNOWN_FAILURE_REASON'),
    gone: json({
      results: [{ success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: '1' }],
    }),
  },
  cryptocom: {
    funds: cryptocom(306, 'INSUFFICIENT_AVAILABLE_BALANCE'),
    rule: cryptocom(415, 'BELOW_MIN_ORDER_SIZE'),
    double: cryptocom(204, 'DUPLICATE_CLORDID'),
    gone: cryptocom(316, 'NO_ACTIVE_ORDER'),
  },
  bitfinex: {
    funds: bitfinex('Invalid order: not enough exchange balance for 500.0 UST at 50000.0'),
    rule: bitfinex('Invalid order: minimum size for BTCUST is 0.00004'),
    double: bitfinex('cid: duplicate'),
    gone: bitfinex('Order not found.'),
  },
}

const PAGE: Said = { status: 502, body: '<html><body>Bad gateway</body></html>' }

/** The exchange, where one path is answered so. */
async function open(id: ExchangeId & Other, at: string, said: Said) {
  const { connection } = await serveDialect(id, ({ method, path, query }) => {
    if (`${method} ${path}` === at) return said
    const answers = RECORDED[id].answers('open')
    const search = new URLSearchParams(query).toString()
    const body = answers[`${method} ${path}?${search}`] ?? answers[`${method} ${path}`]
    return { body: JSON.stringify(body) }
  })
  return connection.exit
}

function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'no error',
    (error: unknown) => (error instanceof ExchangeError ? error.code : error),
  )
}

async function place(id: Other, said: Said): Promise<unknown> {
  const exchange = await open(id, RECORDED[id].sent.place.at, said)
  const [amount, price] = [new Big(ORDER.amount), new Big(ORDER.price)]
  return codeOf(exchange.placeOrder({ ...ORDER, amount, price, timeInForce: 'GTC', sentAt: NOON }))
}

async function cancel(id: Other, said: Said): Promise<unknown> {
  return codeOf((await open(id, RECORDED[id].sent.cancel.at, said)).cancelOrder(ORDER))
}

describe.each(Object.entries(REFUSALS) as [Other, Refusals][])('%s', (id, refusals) => {
  test('an order that was refused for certain is told from one that may be there', async () => {
    expect(await place(id, refusals.funds)).toBe('insufficient-funds')
    expect(await place(id, refusals.rule)).toBe('order-rejected')
    expect(await place(id, refusals.double)).toBe('outcome-unknown')
  })

  test.each([
    ['a page of its proxy', PAGE],
    ['nothing', { body: '' }],
    ['something else', { body: '{"surprise":true}' }],
  ])('a placement that is answered by %s may be there', async (_, said) => {
    expect(await place(id, said)).toBe('outcome-unknown')
  })

  test('a cancel of what is gone says so, and one without an answer can be asked for again', async () => {
    expect(await cancel(id, refusals.gone)).toBe('order-not-found')
    expect(await cancel(id, PAGE)).toBe('unavailable')
  })
})
