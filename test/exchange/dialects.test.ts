import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { ExchangeId } from '../../src/exchange/exchange-id.ts'
import type { NewOrder } from '../../src/exchange/exchange.ts'
import { feesBeside } from '../../src/exchange/fees.ts'
import { NOON } from './hand-clock.ts'
import { ordersIn } from './orders-in.ts'
import { serveDialect, type Asked } from './dialect-server.ts'
import { RECORDED } from './recorded/all.ts'
import { ORDER, saidIn, type OrderState, type Recorded } from './recorded/recorded.ts'

const { symbol, clientOrderId } = ORDER

function anOrder(overrides: Partial<NewOrder> = {}): NewOrder {
  const [amount, price] = [new Big(ORDER.amount), new Big(ORDER.price)]
  return { ...ORDER, amount, price, timeInForce: 'GTC', sentAt: NOON, ...overrides }
}

/** All that a request says, a signed token read. */
function namedIn(asked: Asked): string {
  const [, payload = ''] = (asked.headers.authorization ?? '').split('.')
  return `${JSON.stringify(asked)} ${Buffer.from(payload, 'base64url').toString()}`
}

const line = ({ method, path }: Asked) => `${method} ${path}`

/** The exchange as recorded; `state` is what becomes of the order, `unknown` that it was never there. */
async function open(id: ExchangeId, recorded: Recorded, unknown = false) {
  const scene: { state: OrderState } = { state: 'open' }
  const server = await serveDialect(id, (asked) => {
    const at = line(asked)
    if (at === recorded.sent.cancel.at) scene.state = 'cancelled'
    const none = unknown ? recorded.unknown[at] : undefined
    if (none) return { ...none, body: JSON.stringify(none.body) }
    const answers = recorded.answers(scene.state)
    const query = new URLSearchParams(asked.query).toString()
    const body = answers[`${at}?${query}`] ?? answers[at]
    if (body === undefined) throw new RangeError(`Nothing is recorded for ${at}`)
    return { body: JSON.stringify(body) }
  })
  const sentTo = (at: string) => server.asked.filter((asked) => line(asked) === at).map(saidIn)
  return { ...server, exchange: server.connection.routine, sentTo }
}

describe.each(Object.entries(RECORDED) as [ExchangeId, Recorded][])('%s', (id, recorded) => {
  const { sent, orderId } = recorded

  test('fetchMarkets() tells its steps, without a key', async () => {
    const { markets, asked } = await open(id, recorded)

    const market = (await markets.fetchMarkets()).get(symbol)

    expect(market).toMatchObject({ symbol, base: 'BTC', quote: 'USDT', active: true })
    expect(market?.tickSize.toFixed()).toBe(recorded.tickSize)
    expect(market?.stepSize.toFixed()).toBe(recorded.stepSize)
    expect(asked.map(line).filter((at) => /private|account|auth/i.test(at))).toEqual([])
  })

  test('placeOrder() sends every digit and our id, and tells what became of it', async () => {
    const { exchange, sentTo } = await open(id, recorded)

    const placed = await exchange.placeOrder(anOrder())

    expect(sentTo(sent.place.at)).toEqual([expect.objectContaining(sent.place.with)])
    expect(placed).toMatchObject({
      symbol,
      clientOrderId,
      id: orderId,
      side: 'buy',
      status: 'open',
    })
    expect([placed.amount, placed.price].map((part) => part.toFixed())).toEqual(['0.01', '50000'])
  })

  test('placeOrder() with IOC asks for just that', async () => {
    const { exchange, sentTo } = await open(id, recorded)

    await exchange.placeOrder(anOrder({ timeInForce: 'IOC' }))

    expect(sentTo(sent.place.at)).toEqual([
      expect.objectContaining({ ...sent.place.with, ...sent.ioc }),
    ])
  })

  test('placeOrder() that was taken stands, though nothing more can be learned', async () => {
    const { exchange } = await open(id, recorded, true)

    const placed = await exchange.placeOrder(anOrder())

    expect(placed).toMatchObject({ symbol, clientOrderId, id: orderId, status: 'open' })
  })

  test('cancelOrder() cancels one order, by our id, and tells what was filled', async () => {
    const { exchange, sentTo } = await open(id, recorded)

    const cancelled = await exchange.cancelOrder({ symbol, clientOrderId })

    expect(sentTo(sent.cancel.at)).toEqual([expect.objectContaining(sent.cancel.with)])
    expect(cancelled).toMatchObject({ symbol, clientOrderId, id: orderId, status: 'cancelled' })
    expect([cancelled.filled, cancelled.cost].map((part) => part.toFixed())).toEqual([
      '0.004',
      '200',
    ])
  })

  test('findOrder() finds it by our id', async () => {
    const { exchange, sentTo } = await open(id, recorded)

    const found = await exchange.findOrder({ symbol, clientOrderId })

    expect(sentTo(sent.find.at)).toEqual([expect.objectContaining(sent.find.with)])
    expect(found).toMatchObject({ symbol, clientOrderId, id: orderId, side: 'buy', status: 'open' })
    expect(found?.createdAt).toEqual(NOON)
    expect(
      [found?.amount, found?.price, found?.filled, found?.cost].map((part) => part?.toFixed()),
    ).toEqual(['0.01', '50000', '0.004', '200'])
  })

  test('findOrder() finds none that was never there', async () => {
    const { exchange, asked } = await open(id, recorded, true)

    expect(await exchange.findOrder({ symbol, clientOrderId })).toBeUndefined()
    expect(asked.map(line)).toEqual(expect.arrayContaining(Object.keys(recorded.unknown)))
  })

  test("findOrderById() finds it by the exchange's id", async () => {
    const { exchange } = await open(id, recorded)

    const found = await exchange.findOrderById(symbol, orderId)

    expect(found).toMatchObject({ symbol, id: orderId, order: { status: 'open' } })
  })

  test('fetchOpenOrders() lists it with our id, of all symbols and of one', async () => {
    const { exchange } = await open(id, recorded)
    await exchange.placeOrder(anOrder())

    const some = await exchange.fetchOpenOrders([symbol])
    const all = exchange.listsAllOrders ? await exchange.fetchOpenOrders() : some

    for (const { rows } of [all, some]) {
      expect(rows).toMatchObject([{ symbol, clientOrderId, id: orderId }])
      expect(rows).toMatchObject([{ order: { symbol, clientOrderId, status: 'open' } }])
      expect(ordersIn(rows).map(({ filled }) => filled.toFixed())).toEqual(['0.004'])
    }
  })

  test('two keys that ask at once each ask as themselves', async () => {
    const { connect, asked } = await open(id, recorded)
    const names = ['one-key', 'other-key']
    const both = names.map((name) => connect(name).routine)

    await Promise.all(both.map((each) => each.fetchRights()))
    await Promise.all(both.map((each) => each.fetchAccount()))

    const askers = asked.map((one) => names.filter((name) => namedIn(one).includes(name)))
    for (const asker of askers) expect(asker.length).toBeLessThanOrEqual(1)
    const [ones, others] = names.map((name) => askers.filter(([asker]) => asker === name).length)
    expect(ones).toBeGreaterThan(1)
    expect(others).toBe(ones)
  })

  test('fetchOrderFills() tells those of one order', async () => {
    const { exchange } = await open(id, recorded)

    const fills = await exchange.fetchOrderFills(symbol, orderId)

    expect(fills).toMatchObject([{ symbol, orderId, side: 'buy', at: NOON }])
    expect(fills[0]?.amount.toFixed()).toBe('0.004')
  })

  test('fetchFills() tells each once, with its fee in the coin that was taken', async () => {
    const { exchange } = await open(id, recorded)

    const { fills } = await exchange.fetchFills(symbol, new Date(NOON.getTime() - 3_600_000))

    expect(fills).toMatchObject([{ symbol, orderId, side: 'buy', at: NOON }])
    const [{ price, amount, cost, fees } = {}] = fills
    expect([price, amount, cost].map((part) => part?.toFixed())).toEqual(['50000', '0.004', '200'])
    expect(feesBeside(fees ?? 'unknown').map((fee) => [fee.amount.toFixed(), fee.coin])).toEqual([
      recorded.fee,
    ])
  })

  test('fetchAccount() tells balances and whose account it is', async () => {
    const { exchange } = await open(id, recorded)

    const { uid, canTrade, balances } = await exchange.fetchAccount()

    expect({ uid, canTrade }).toEqual({ uid: recorded.uid, canTrade: true })
    expect([...balances.keys()]).toEqual(['USDT'])
    const { free, used } = balances.get('USDT') ?? {}
    expect([free?.toFixed(), used?.toFixed()]).toEqual(recorded.usdt)
  })

  test('fetchRights() tells what the exchange tells, and no more', async () => {
    const { exchange } = await open(id, recorded)

    const { createdAt, expiresAt, ...rights } = await exchange.fetchRights()

    expect(rights).toEqual(recorded.rights)
    expect([createdAt?.toISOString(), expiresAt?.toISOString()]).toEqual([
      recorded.createdAt,
      recorded.expiresAt,
    ])
  })

  test('fetchPrices() and fetchOrderBook() need no key', async () => {
    const { markets } = await open(id, recorded)

    const [prices, { bids, asks }] = [
      await markets.fetchPrices([symbol]),
      await markets.fetchOrderBook(symbol),
    ]

    expect([...prices].map(([name, price]) => [name, price.toFixed()])).toEqual([
      [symbol, '50000.5'],
    ])
    const shown = [...bids, ...asks].map(
      (level) => `${level.amount.toFixed()} at ${level.price.toFixed()}`,
    )
    expect(shown).toEqual(['1.5 at 50000', '2 at 9999', '0.5 at 50001', '3 at 100000'])
  })
})

test('fetchOpenOrders() names each symbol where an exchange wants one, and claims nothing of the others', async () => {
  const { exchange, sentTo, asked } = await open('mexc', RECORDED.mexc)

  await exchange.fetchOpenOrders([symbol, symbol])
  const before = asked.length
  await expect(exchange.fetchOpenOrders()).rejects.toMatchObject({ code: 'order-rejected' })

  const named = expect.objectContaining({ symbol: 'BTCUSDT' }) as unknown
  expect(sentTo('GET /api/v3/openOrders')).toEqual([named, named])
  expect(asked).toHaveLength(before)
})
