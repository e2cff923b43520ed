import { Big } from 'big.js'
import { expect, onTestFinished, test, vi } from 'vitest'
import { EXCHANGE_IDS, type ExchangeId } from '../../src/exchange/exchange-id.ts'
import type { NewOrder } from '../../src/exchange/exchange.ts'
import { RateLimit } from '../../src/exchange/rate-limit/rate-limit.ts'
import { serveDialect, type Asked } from './dialect-server.ts'
import type { Json } from './foreign/foreign.ts'
import { NOON } from './hand-clock.ts'
import { ORDER } from './recorded/recorded.ts'
import { answerIn, recordedOf, withFullPages } from './requests-sent/recorded-of.ts'

const { symbol, clientOrderId } = ORDER
const AN_HOUR_AGO = new Date(NOON.getTime() - 3_600_000)
/** They prove who asks, and when. */
const PROOFS = /^(nonce|sig|sign|signature.*|timestamp|api_key|accesskeyid)$/i

type Terms = Pick<NewOrder, 'side' | 'timeInForce'>

function anOrder(sentAt: Date, terms: Terms): NewOrder {
  const [amount, price] = [new Big(ORDER.amount), new Big(ORDER.price)]
  return { ...ORDER, amount, price, sentAt, ...terms }
}

/** One exchange, and a list of all that is done there: what each call books of its limits, and what it sends. */
async function watch(id: ExchangeId) {
  const recorded = recordedOf(id)
  const answers = recorded.answers()
  const said: string[] = []
  const scene = { answer: (asked: Asked): Json => answerIn(answers, asked), isUnknown: false }
  const server = await serveDialect(id, (asked) => {
    const none = scene.isUnknown ? recorded.unknown[`${asked.method} ${asked.path}`] : undefined
    if (none !== undefined) return { ...none, body: JSON.stringify(none.body) }
    return { body: JSON.stringify(scene.answer(asked) ?? 'nothing is recorded') }
  })
  const take = vi.spyOn(RateLimit.prototype, 'take')
  onTestFinished(() => take.mockRestore())
  const note = async (name: string, run: () => Promise<unknown>) => {
    take.mockClear()
    server.asked.length = 0
    await run()
    // Nothing waits for the rate limit.
    server.clock.advance(60_000)
    const booked = take.mock.calls.map(([{ pool, weight }]) => `${pool} ${weight}`)
    const lines = server.asked.map(lineOf)
    // Those of an account may go out at once, and arrive in any order.
    const sent = name === 'fetchAccount()' ? lines.toSorted() : lines
    said.push(`${name} books ${booked.join(', ')}`, ...sent.map((line) => `  ${line}`), '')
  }
  return { ...server, exchange: server.connection.exit, recorded, scene, note, said }
}

function lineOf({ method, path, query, body }: Asked): string {
  // Crypto.com wraps what is asked, and numbers the wrapping.
  const { id: _number, params, ...wrapping } = body
  const said = typeof params === 'object' ? { ...wrapping, ...params } : body
  const words = Object.entries({ ...query, ...said })
    .filter(([name]) => !PROOFS.test(name))
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return `${method} ${path}${words.join('')}`
}

test.each(EXCHANGE_IDS)('%s is sent these requests', async (id) => {
  const { exchange, markets, clock, recorded, scene, note, said } = await watch(id)
  const { orderId } = recorded
  const ours = { symbol, clientOrderId }

  await note('fetchMarkets()', () => markets.fetchMarkets())
  await note('fetchPrices()', () => markets.fetchPrices([symbol]))
  await note('fetchOrderBook()', () => markets.fetchOrderBook(symbol))
  await note('fetchRights()', () => exchange.fetchRights())
  await note('fetchAccount()', () => exchange.fetchAccount())
  for (const terms of [
    { side: 'buy', timeInForce: 'GTC' },
    { side: 'sell', timeInForce: 'IOC' },
  ] as const) {
    const order = anOrder(clock.now(), terms)
    await note(`placeOrder() ${Object.values(terms).join(' ')}`, () => exchange.placeOrder(order))
  }
  await note('findOrder()', () => exchange.findOrder(ours))
  await note('findOrderById()', () => exchange.findOrderById(symbol, orderId))

  const lists: [name: string, list: () => Promise<unknown>][] = [
    ['fetchOpenOrders() of a symbol', () => exchange.fetchOpenOrders([symbol])],
    ['fetchFills()', () => exchange.fetchFills(symbol, AN_HOUR_AGO)],
    ['fetchOrderFills()', () => exchange.fetchOrderFills(symbol, orderId)],
  ]
  if (exchange.listsAllOrders) lists.push(['fetchOpenOrders()', () => exchange.fetchOpenOrders()])
  for (const [name, list] of lists) await note(name, list)
  const { answer } = scene
  for (const [name, list] of lists) {
    scene.answer = withFullPages(id)
    await note(`${name} with a full page`, list)
  }
  scene.answer = answer

  scene.isUnknown = true
  await note('findOrder() of none', () => exchange.findOrder(ours))
  scene.isUnknown = false
  await note('cancelOrder()', () => {
    const cancelled = recorded.afterCancel()
    // Bitfinex's is looked for among the open ones first.
    if (id !== 'bitfinex') scene.answer = (asked) => answerIn(cancelled, asked)
    return exchange.cancelOrder(ours)
  })

  await expect(said.join('\n')).toMatchFileSnapshot(`./requests-sent/${id}.txt`)
})
