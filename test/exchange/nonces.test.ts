import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { ORDER_WINDOW_MS } from '../../src/exchange/exchange.ts'
import { serveDialect, type Asked } from './dialect-server.ts'
import { NOON } from './hand-clock.ts'
import { BITFINEX_RECORDED } from './recorded/bitfinex.ts'
import { ORDER } from './recorded/recorded.ts'

const answers = BITFINEX_RECORDED.answers('open')
const nonceOf = ({ headers }: Asked) => Number(headers['bfx-nonce'])

function bitfinex() {
  return serveDialect('bitfinex', ({ method, path }) => ({
    body: JSON.stringify(answers[`${method} ${path}`] ?? []),
  }))
}

test('what declares an order void carries a higher nonce than the order, whichever process sends it', async () => {
  const [sending, looking] = [await bitfinex(), await bitfinex()]
  await sending.markets.fetchMarkets()
  sending.clock.advance(ORDER_WINDOW_MS - 1)
  const [amount, price] = [new Big(ORDER.amount), new Big(ORDER.price)]
  const order = { ...ORDER, amount, price, timeInForce: 'GTC', sentAt: NOON } as const
  await sending.connection.exit.placeOrder(order)
  const placed = sending.asked.find(({ path }) => path.endsWith('order/submit'))

  // The other process's clock has the same reading some time or other: it must not look before that.
  looking.clock.advance(looking.connection.exit.orderWindowMs)
  await looking.connection.exit.findOrder(order)

  const looked = looking.asked.filter(({ path }) => path.includes('/orders')).map(nonceOf)
  expect(looked.length).toBeGreaterThan(0)
  expect(Math.min(...looked)).toBeGreaterThan(placed ? nonceOf(placed) : Infinity)
})

test('nonces of a key arrive in their order, over however many connections', async () => {
  const { connect, asked } = await bitfinex()
  const connections = [connect('one-key'), connect('one-key')]

  await Promise.all(
    [1, 2, 3].flatMap(() => connections.map(({ routine }) => routine.fetchRights())),
  )

  const nonces = asked.map(nonceOf)
  expect(nonces).toHaveLength(6)
  expect(nonces).toEqual([...new Set(nonces)].toSorted((a, b) => a - b))
})
