import { expect, test } from 'vitest'
import { openCoinbase } from './open-coinbase.ts'

const KEY_PERMISSIONS = '/api/v3/brokerage/key_permissions'

test('fetchRights() sees the right to transfer', async () => {
  const { coinbase, exchanges } = await openCoinbase()
  const key = coinbase.createKey({ withdraw: true })

  const rights = await exchanges.connect('coinbase', key).routine.fetchRights()

  expect(rights).toMatchObject({ read: true, trade: true, withdraw: true })
})

test('a token is good for the request it was made for, and for no second one', async () => {
  const { coinbase, exchanges } = await openCoinbase()
  await exchanges.connect('coinbase', coinbase.createKey()).routine.fetchRights()
  const authorization = coinbase.requests().at(-1)?.apiKey ?? ''
  const headers = { authorization, 'x-forwarded-host': 'api.coinbase.com' }

  const repeated = await coinbase.app.request(KEY_PERMISSIONS, { headers })

  expect([repeated.status, await repeated.text()]).toEqual([401, 'Unauthorized\n'])
})

test('a token of another time is refused, and says nothing but Unauthorized', async () => {
  const { clock, coinbase, exchanges } = await openCoinbase()
  const exchange = exchanges.connect('coinbase', coinbase.createKey()).routine
  await exchange.fetchRights()
  const authorization = coinbase.requests().at(-1)?.apiKey ?? ''
  clock.advance(121_000)

  const late = await coinbase.app.request(KEY_PERMISSIONS, { headers: { authorization } })

  expect(late.status).toBe(401)
})

test('an account of more coins than one page holds is read whole', async () => {
  const { coinbase, exchanges } = await openCoinbase()
  const names = Array.from({ length: 120 }, (_, i) => `COIN${i}`)
  for (const name of names) coinbase.deposit(name, '7')

  const { balances } = await exchanges.connect('coinbase', coinbase.createKey()).exit.fetchAccount()

  expect(names.map((name) => balances.get(name)?.free.toFixed())).toEqual(names.map(() => '7'))
})

test('probes in a row are spread so that Coinbase refuses none', async () => {
  const { coinbase, exchanges } = await openCoinbase()
  const exchange = exchanges.connect('coinbase', coinbase.createKey()).exit

  for (let i = 0; i < 100; i += 1) await exchange.fetchRights()

  expect(new Set(coinbase.requests().map(({ status }) => status))).toEqual(new Set([200]))
})

test('books are asked for no faster than an address may', async () => {
  const { coinbase, exchanges } = await openCoinbase()
  const markets = exchanges.markets('coinbase', 'exit')

  for (let i = 0; i < 40; i += 1) await markets.fetchOrderBook('BTC/USDT')

  expect(new Set(coinbase.requests().map(({ status }) => status))).toEqual(new Set([200]))
})
