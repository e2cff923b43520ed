import { inspect } from 'node:util'
import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { Exchange } from '../../src/exchange/exchange.ts'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import {
  createPaperExchange,
  type Fault,
} from '../../src/playground/paper-exchange/paper-exchange.ts'
import { serveDialect } from './dialect-server.ts'
import { HandClock, NOON } from './hand-clock.ts'
import { CANARY, mount, openExchanges } from './support.ts'

const REF = { symbol: 'BTC/USDT', clientOrderId: 'b1' }
const ORDER = {
  ...REF,
  side: 'buy',
  amount: new Big('0.01'),
  price: new Big('50000'),
  timeInForce: 'GTC',
  sentAt: NOON,
} as const

const CALLS: Record<string, (exchange: Exchange) => Promise<unknown>> = {
  fetchAccount: (exchange) => exchange.fetchAccount(),
  fetchRights: (exchange) => exchange.fetchRights(),
  fetchOpenOrders: (exchange) => exchange.fetchOpenOrders(),
  fetchFills: (exchange) => exchange.fetchFills('BTC/USDT', NOON),
  fetchOrderFills: (exchange) => exchange.fetchOrderFills('BTC/USDT', '1'),
  placeOrder: (exchange) => exchange.placeOrder(ORDER),
  cancelOrder: (exchange) => exchange.cancelOrder(REF),
  findOrderById: (exchange) => exchange.findOrderById('BTC/USDT', '1'),
  findOrder: (exchange) => exchange.findOrder({ ...REF, symbol: 'ETH/USDT' }),
}

const PATHS = [
  ...['account', 'openOrders', 'myTrades', 'order'].map((name) => `/api/v3/${name}`),
  '/sapi/v1/account/apiRestrictions',
]

// A firewall's page likes to repeat what was asked.
const PAGE = `<html>${CANARY.apiKey} ?timestamp=1&signature=${'ab'.repeat(32)} ${CANARY.secret}</html>`

const EFFECTS: Record<string, Fault['effect'] | undefined> = {
  'an unknown key': undefined,
  'a cut connection': { kind: 'drop' },
  'an answer that stops': { kind: 'hang-body' },
  'a page of 403': { kind: 'status', status: 403, body: PAGE },
  'a page of 503': { kind: 'status', status: 503, body: PAGE },
  'a page of 200': { kind: 'status', status: 200, body: PAGE },
  'a redirect': { kind: 'status', status: 302, body: PAGE, headers: { location: '/x' } },
  'a message that repeats it': {
    kind: 'status',
    status: 400,
    body: JSON.stringify({ code: -1100, msg: PAGE }),
  },
  'a flood warning': { kind: 'status', status: 429, body: PAGE, headers: { 'retry-after': '0' } },
}

function everythingOf(value: unknown): string {
  const shown = inspect(value, { depth: Infinity, showHidden: true, getters: true })
  const stack = value instanceof Error ? `${value.stack} ${inspect(value.cause)}` : ''
  return [shown, stack, JSON.stringify(value), String(value)].join('\n')
}

function expectNoSecrets(text: string): void {
  for (const secret of [CANARY.apiKey, CANARY.secret, 'signature=', 'ab'.repeat(32)]) {
    expect(text).not.toContain(secret)
  }
}

test.each(Object.entries(EFFECTS))('%s leaves no secret in an error', async (_, effect) => {
  const clock = new HandClock()
  const paper = createPaperExchange({ clock, seed: 1 })
  const exchanges = openExchanges(await mount(paper), clock, { idleMs: 100, totalMs: 20_000 })
  const connection = exchanges.connect('binance', CANARY)
  await exchanges.markets('binance').fetchMarkets()
  for (const path of effect ? PATHS : []) {
    paper.fault({ path, effect: effect ?? { kind: 'drop' }, times: 9 })
  }

  const errors = await Promise.all(
    Object.values(CALLS).map((call) => call(connection.exit).catch((error: unknown) => error)),
  )

  for (const error of errors) expect(error).toBeInstanceOf(ExchangeError)
  for (const error of errors) expectNoSecrets(everythingOf(error))
  for (const thing of [connection, connection.exit, exchanges, exchanges.markets('binance')]) {
    expectNoSecrets(everythingOf(thing))
  }
})

test('an exchange that repeats a passphrase leaves no trace of it in the error', async () => {
  const said = { msg: 'Request header OK-ACCESS-PASSPHRASE a-pass incorrect.', code: '50105' }
  const { connection } = await serveDialect('okx', () => ({ body: JSON.stringify(said) }))

  const error: unknown = await connection.exit.fetchRights().catch((reason: unknown) => reason)

  expect(error).toMatchObject({ code: 'key-rejected', verdict: 'bad-secret' })
  expect(everythingOf(error)).not.toContain('a-pass')
  expect(everythingOf(error)).toContain('OK-ACCESS-PASSPHRASE [secret] incorrect')
})

function messageOf(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => (error instanceof Error ? error.message : error))
}

test('the message says what was attempted, on what, and why it failed', async () => {
  const clock = new HandClock()
  const paper = createPaperExchange({ clock, seed: 1 })
  const exchanges = openExchanges(await mount(paper), clock)
  const { exit } = exchanges.connect('binance', paper.createKey())

  expect(await messageOf(exit.cancelOrder(REF))).toBe(
    'Cannot cancel an order on BTC/USDT: order-not-found, -2011',
  )
  expect(await messageOf(exit.placeOrder({ ...ORDER, amount: new Big('1') }))).toBe(
    'Cannot place an order on BTC/USDT: insufficient-funds, -2010',
  )
  paper.setMaintenance(true)
  expect(await messageOf(exit.fetchRights())).toBe(
    "Cannot read the key's rights: unavailable, HTTP 503",
  )
})
