import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { HandClock, NOON } from '../hand-clock.ts'
import { openOkx } from './support.ts'

const DAY = 86_400_000

test('a key of a regional site is known there and nowhere else, and is gone when that site says so', async () => {
  const { okx, exchanges } = await openOkx()
  const key = okx.createKey({ site: 'eea.okx.com' })
  const at = (site: string) => exchanges.connect('okx', { ...key, site }).routine
  const refusal = { code: 'key-rejected', verdict: 'revoked', raw: '50119' }

  await expect(at('www.okx.com').fetchRights()).rejects.toMatchObject(refusal)
  await expect(at('us.okx.com').fetchRights()).rejects.toMatchObject(refusal)
  const europe = at('eea.okx.com')
  expect(await europe.fetchRights()).toMatchObject({ read: true, trade: true })
  expect((await europe.fetchAccount()).balances.get('USDT')?.free.toFixed()).toBe('10000')

  okx.setKeyState(key.apiKey, 'deleted')
  await expect(europe.fetchRights()).rejects.toMatchObject(refusal)
})

test('fetchRights() sees the right to withdraw, and a key without addresses', async () => {
  const { okx, exchanges } = await openOkx()
  const key = okx.createKey({ withdraw: true, ipRestrict: false })

  const rights = await exchanges.connect('okx', key).routine.fetchRights()

  expect(rights).toMatchObject({ read: true, trade: true, withdraw: true, ipBound: false })
})

test('a key without addresses lives as long as it is asked for within 14 days', async () => {
  const { clock, okx, exchanges } = await openOkx()
  const [unbound, bound] = [okx.createKey({ ipRestrict: false }), okx.createKey()]
  const exchange = exchanges.connect('okx', unbound).routine
  for (let i = 0; i < 3; i += 1) {
    clock.advance(13 * DAY)
    expect(await exchange.fetchRights()).toMatchObject({ ipBound: false })
  }

  clock.advance(14 * DAY + 1)

  await expect(exchange.fetchRights()).rejects.toMatchObject({ verdict: 'revoked' })
  expect(await exchanges.connect('okx', bound).routine.fetchRights()).toMatchObject({ read: true })
})

test('an address that the key does not allow is told as such, and the key that OKX names is not', async () => {
  const { okx, exchanges } = await openOkx()
  const key = okx.createKey()
  okx.setKeyState(key.apiKey, 'ip-blocked')

  const error: unknown = await exchanges
    .connect('okx', key)
    .routine.fetchRights()
    .catch((reason: unknown) => reason)

  expect(error).toMatchObject({ verdict: 'ip-blocked', raw: '50110' })
  expect(inspect(error)).toContain('IP whitelist')
  expect(inspect(error)).not.toContain(key.apiKey)
})

test("a passphrase that is not the key's is told from a key that is gone", async () => {
  const { okx, exchanges } = await openOkx()
  const key = { ...okx.createKey(), passphrase: 'another' }

  await expect(exchanges.connect('okx', key).routine.fetchRights()).rejects.toMatchObject({
    verdict: 'bad-secret',
    raw: '50105',
  })
})

test('a time that is off says nothing of the key, and is put right', async () => {
  const theirs = new HandClock()
  const { okx, exchanges } = await openOkx(theirs)
  const exchange = exchanges.connect('okx', okx.createKey()).routine
  await exchange.fetchRights()
  theirs.advance(31_000)

  await expect(exchange.fetchRights()).rejects.toMatchObject({
    code: 'unavailable',
    verdict: undefined,
    raw: '50102',
  })

  expect(await exchange.fetchRights()).toMatchObject({ read: true })
})

test('probes in a row are spread so that OKX refuses none', async () => {
  const { okx, exchanges } = await openOkx()
  const exchange = exchanges.connect('okx', okx.createKey()).exit

  for (let i = 0; i < 21; i += 1) await exchange.fetchRights()

  expect(new Set(okx.requests().map(({ status }) => status))).toEqual(new Set([200]))
})

const TOO_MANY = JSON.stringify({ code: '50011', data: [], msg: 'Too Many Requests' })

test('a key that asked too much waits, and the others do not', async () => {
  const { clock, okx, exchanges } = await openOkx()
  const [busy, other] = [okx.createKey(), okx.createKey({ account: 'bob' })].map(
    (key) => exchanges.connect('okx', key).exit,
  )
  await busy?.fetchRights()
  const path = '/api/v5/account/config'
  okx.fault({ path, effect: { kind: 'status', status: 429, body: TOO_MANY } })
  const refusal = {
    code: 'unavailable',
    verdict: undefined,
    retryAt: new Date(NOON.getTime() + 3_000),
  }

  await expect(busy?.fetchRights()).rejects.toMatchObject({ ...refusal, raw: '50011' })

  const sent = okx.requests().length
  await expect(busy?.fetchRights()).rejects.toMatchObject(refusal)
  expect(okx.requests()).toHaveLength(sent)
  expect(await other?.fetchRights()).toMatchObject({ read: true })
  clock.advance(3_000)
  expect(await busy?.fetchRights()).toMatchObject({ read: true })
})

test('an address that asked too much for prices and books waits', async () => {
  const { okx, exchanges } = await openOkx()
  const markets = exchanges.markets('okx')
  await markets.fetchMarkets()
  const path = '/api/v5/market/books'
  okx.fault({ path, effect: { kind: 'status', status: 429, body: TOO_MANY } })
  const refusal = { code: 'unavailable', retryAt: new Date(NOON.getTime() + 3_000) }

  await expect(markets.fetchOrderBook('BTC/USDT')).rejects.toMatchObject(refusal)

  const sent = okx.requests().length
  await expect(markets.fetchOrderBook('BTC/USDT')).rejects.toMatchObject(refusal)
  expect(okx.requests()).toHaveLength(sent)
})

test("fetchAccount() tells the account's own fee, the dearest where pairs differ", async () => {
  const { okx, exchanges } = await openOkx()
  const { routine } = exchanges.connect('okx', okx.createKey())
  const data = [{ level: 'Lv1', taker: '-0.0035', takerUSDC: '-0.002', instType: 'SPOT' }]
  const body = JSON.stringify({ code: '0', data, msg: '' })
  okx.fault({ path: '/api/v5/account/trade-fee', effect: { kind: 'status', status: 200, body } })

  expect((await routine.fetchAccount()).takerFeeRate.toFixed()).toBe('0.0035')
  expect((await routine.fetchAccount()).takerFeeRate.toFixed()).toBe('0.001')
})
