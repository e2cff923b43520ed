import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { ORDER_WINDOW_MS } from '../../src/exchange/exchange.ts'
import { EXCHANGE_IDS, type ExchangeId } from '../../src/exchange/exchange-id.ts'
import { DIALECTS } from '../../src/exchange/adapters/registry.ts'
import { answersOf } from './foreign/all.ts'
import { serveDialect } from './dialect-server.ts'
import { NOON } from './hand-clock.ts'
import { ORDER, saidIn } from './recorded/recorded.ts'

/** An order that leaves `lateMs` after it was decided, as it arrives. */
async function placedLate(id: ExchangeId, lateMs: number) {
  const answers = answersOf(id)
  const { connection, clock, markets, asked } = await serveDialect(id, ({ method, path }) => ({
    body: JSON.stringify(answers[`${method} ${path}`] ?? {}),
  }))
  await markets.fetchMarkets()
  // The time is measured before it passes.
  await markets.now()
  clock.advance(lateMs)
  const [amount, price] = [new Big(ORDER.amount), new Big(ORDER.price)]
  const order = { ...ORDER, amount, price, timeInForce: 'GTC', sentAt: NOON } as const
  await connection.exit.placeOrder(order)
  const request = asked.find(({ method, path }) => method === 'POST' && /order/i.test(path))
  const promised = NOON.getTime() + connection.exit.orderWindowMs
  return { said: request ? saidIn(request) : {}, now: NOON.getTime() + lateMs, promised }
}

test.each([0, 1_000, 2_999, 3_000, ORDER_WINDOW_MS - 1])(
  'Kraken: a deadline is at least 2 s ahead, and no later than is promised, %i ms after the decision',
  async (lateMs) => {
    const { said, now, promised } = await placedLate('kraken', lateMs)

    const deadline = new Date(String(said['deadline'])).getTime()
    // With room for the way there and for clocks that differ.
    expect(deadline - now).toBeGreaterThanOrEqual(4_000)
    expect(deadline).toBeLessThanOrEqual(promised)
  },
)

test('Kraken: a deadline that is refused has the time measured again', async () => {
  const answers = answersOf('kraken')
  const { connection, asked } = await serveDialect('kraken', ({ method, path }) => ({
    body: JSON.stringify(
      path === '/0/private/AddOrder'
        ? { error: ['EGeneral:Invalid arguments:deadline'] }
        : answers[`${method} ${path}`],
    ),
  }))
  const [amount, price] = [new Big(ORDER.amount), new Big(ORDER.price)]
  const order = { ...ORDER, amount, price, timeInForce: 'GTC', sentAt: NOON } as const

  const refused = { code: 'unavailable', raw: 'EGeneral:Invalid arguments' }
  await expect(connection.exit.placeOrder(order)).rejects.toMatchObject(refused)

  expect(asked.filter(({ path }) => path === '/0/private/AddOrder')).toHaveLength(1)
})

test('Bitget: the window that goes with an order counts from its decision', async () => {
  const { said, promised } = await placedLate('bitget', 1_000)

  const [from, window] = [Number(said['requestTime']), Number(said['receiveWindow'])]
  expect(from).toBe(NOON.getTime())
  expect(from + window).toBeLessThanOrEqual(promised)
})

test.each(EXCHANGE_IDS)('%s: no order is taken after its window', (id) => {
  expect(DIALECTS[id].orderWindowMs).toBeGreaterThanOrEqual(ORDER_WINDOW_MS)
})
