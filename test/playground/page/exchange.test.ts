import { expect, test } from 'vitest'
import { newKeyPair } from '../../../src/exchange/credentials/key-pair.ts'
import { openStage, type Stage } from './stage.ts'

const RIGHTS = { trade: true, withdraw: false, ipRestrict: true }

test('a new key is shown once; the snapshot has it without its secret', async () => {
  const stage = await openStage()

  const response = await stage.post('/page/exchange/keys', RIGHTS)

  const made: { apiKey: string; secret: string } = JSON.parse(await response.text())
  expect(made).toEqual({ apiKey: expect.any(String), secret: expect.any(String) })
  const { exchange } = await stage.state()
  expect(exchange.keys).toEqual([
    { apiKey: made.apiKey, label: 'Key 1', state: 'active', rights: RIGHTS },
  ])
  expect(JSON.stringify(exchange)).not.toContain(made.secret)
})

test('a public key is registered: its key has no secret', async () => {
  const stage = await openStage()
  const { publicKey } = await newKeyPair('ed25519')

  const response = await stage.post('/page/exchange/keys', { ...RIGHTS, publicKey })

  const made: unknown = JSON.parse(await response.text())
  expect(made).toEqual({ apiKey: expect.any(String) })
  expect((await stage.state()).exchange.keys).toMatchObject([
    { ...(made as object), state: 'active' },
  ])
})

test.each([
  ['hello', 'This is no public key: copy all of it, with its first and last line.'],
  ['-----BEGIN PRIVATE KEY-----', 'This is a private key: nobody else may see it.'],
])('%s is refused as a public key, in a sentence', async (publicKey, error) => {
  const stage = await openStage()

  const response = await stage.post('/page/exchange/keys', { ...RIGHTS, publicKey })

  expect([response.status, await response.json()]).toEqual([400, { error }])
  expect((await stage.state()).exchange.keys).toEqual([])
})

test.each([
  ['delete', { state: 'deleted' }, 'The key “Key 1” was deleted.'],
  ['expire', { state: 'expired' }, 'The key “Key 1” has expired.'],
  ['block-address', { state: 'ip-blocked' }, 'The key “Key 1” no longer lets our address in.'],
  ['restore', { state: 'active' }, 'The key “Key 1” works.'],
  ['trade-off', { rights: { ...RIGHTS, trade: false } }, 'The key “Key 1” may now read.'],
  [
    'withdraw-on',
    { rights: { ...RIGHTS, withdraw: true } },
    'The key “Key 1” may now read, trade and withdraw.',
  ],
])('key action %s', async (action, after, sentence) => {
  const stage = await openStage()
  const { apiKey } = stage.exchange.createKey(RIGHTS)

  await stage.post('/page/exchange/key-state', { apiKey, action })

  const { exchange } = await stage.state()
  expect(exchange.keys[0]).toMatchObject(after)
  expect(exchange.happenings[0]?.text).toBe(sentence)
})

test('a price is moved, and told', async () => {
  const stage = await openStage()

  await stage.post('/page/exchange/price', { symbol: 'SOL/USDT', percent: -10 })

  const { exchange } = await stage.state()
  expect(exchange.symbols.find(({ symbol }) => symbol === 'SOL/USDT')?.price).toBe('135')
  expect(exchange.happenings[0]?.text).toBe('You moved SOL/USDT down by 10 %, to 135.')
})

test('an order by hand rests as theirs and can be cancelled', async () => {
  const stage = await openStage()
  const order = { symbol: 'SOL/USDT', side: 'buy', amount: '1', price: '140' }

  const response = await stage.post('/page/exchange/order', order)
  const { orderId }: { orderId: number } = JSON.parse(await response.text())
  const placed = await stage.state()
  await stage.post('/page/exchange/cancel', { orderId })
  const cancelled = await stage.state()

  const { id: _, ...rest } = { ...placed.exchange.openOrders[0] }
  expect(rest).toEqual({ ...order, ours: false, filled: '0' })
  expect(placed.exchange.balances[0]).toMatchObject({ asset: 'USDT', free: '9860', locked: '140' })
  expect(cancelled.exchange.openOrders).toEqual([])
  expect(cancelled.exchange.happenings.map(({ text }) => text)).toEqual([
    'Your order was cancelled: buy 1 SOL at 140 USDT.',
    'You placed an order: buy 1 SOL at 140 USDT.',
  ])
})

test('an order without a price fills at the market', async () => {
  const stage = await openStage()
  const order = { symbol: 'SOL/USDT', side: 'buy', amount: '1' }

  await stage.post('/page/exchange/order', order)

  const { exchange } = await stage.state()
  expect(exchange.trades[0]).toMatchObject({ ...order, ours: false })
  expect(exchange.happenings[0]?.text).toMatch(/^You bought 1 SOL at 150\.\d+ USDT\.$/)
})

test('maintenance and a slow network are switched on and off', async () => {
  const stage = await openStage()
  const weather = async () => {
    const { maintenance, latency } = (await stage.state()).exchange
    return { maintenance, latency }
  }

  await stage.post('/page/exchange/maintenance', { on: true })
  await stage.post('/page/exchange/latency', { ms: 5000 })
  expect(await weather()).toEqual({ maintenance: true, latency: 5000 })

  await stage.post('/page/exchange/maintenance', { on: false })
  await stage.post('/page/exchange/latency', { ms: 0 })
  expect(await weather()).toEqual({ maintenance: false, latency: 0 })
})

test('reset starts over and clears the weather', async () => {
  let resets = 0
  const stage: Stage = await openStage({
    reset: async () => {
      resets += 1
      stage.exchange.reset()
    },
  })
  await stage.post('/page/exchange/maintenance', { on: true })
  await stage.post('/page/exchange/latency', { ms: 5000 })
  await stage.post('/page/exchange/price', { symbol: 'SOL/USDT', percent: -10 })

  // Two tabs at once.
  await Promise.all([stage.post('/page/reset'), stage.post('/page/reset')])

  expect(resets).toBeLessThanOrEqual(2)
  const { canReset, exchange, lines } = await stage.state()
  expect(canReset).toBe(true)
  expect(exchange).toMatchObject({ maintenance: false, latency: 0, happenings: [] })
  expect(lines['SOL/USDT']).toHaveLength(24)
})

const SELL = { symbol: 'SOL/USDT', side: 'sell', amount: '1', price: '160' }

const REFUSED: [path: string, body: object, error: string][] = [
  ['/order', SELL, 'There is not enough free balance for this order.'],
  ['/order', { ...SELL, amount: '1,5' }, 'Write the amount as a number, such as 0.5.'],
  ['/order', { ...SELL, amount: '0.00001' }, 'The amount does not fit the steps of this market.'],
  ['/order', { ...SELL, symbol: 'X/Y' }, 'This market is not traded here.'],
  ['/cancel', { orderId: 99 }, 'This order is not open any more.'],
  ['/price', { symbol: 'SOL/USDT', percent: -99 }, 'A price falls by at most 90 % at once.'],
  ['/key-state', { apiKey: 'x', action: 'delete' }, 'There is no such API key.'],
]

test('what does not fit is refused in a sentence', async () => {
  const stage = await openStage()

  for (const [path, body, error] of REFUSED) {
    const response = await stage.post(`/page/exchange${path}`, body)
    expect([response.status, await response.json()]).toEqual([400, { error }])
  }
})
