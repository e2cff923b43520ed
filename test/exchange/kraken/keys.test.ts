import { expect, test } from 'vitest'
import { openKraken } from './open-kraken.ts'

test('fetchRights() sees the right to withdraw, and that a list of one empty address is none', async () => {
  const { kraken, exchanges } = await openKraken()
  const key = kraken.createKey({ withdraw: true, ipRestrict: false })

  const rights = await exchanges.connect('kraken', key).routine.fetchRights()

  expect(rights).toMatchObject({ read: true, trade: true, withdraw: true, ipBound: false })
})

test('both lanes of a key may ask at once: no nonce comes late', async () => {
  const { kraken, exchanges } = await openKraken()
  const { routine, exit } = exchanges.connect('kraken', kraken.createKey())

  const all = [routine, exit, routine, exit].map((exchange) => exchange.fetchOpenOrders())

  expect((await Promise.all(all)).map(({ rows }) => rows)).toEqual([[], [], [], []])
})

test('a nonce that another program made higher says nothing of the key', async () => {
  const { clock, kraken, exchanges } = await openKraken()
  const key = kraken.createKey()
  const other = exchanges.connect('kraken', key).exit
  await other.fetchOpenOrders()
  // As if somebody counted from a clock that is a minute ahead.
  clock.advance(60_000)
  await other.fetchOpenOrders()
  clock.advance(-60_000)
  const exchange = exchanges.connect('kraken', key).exit

  await expect(exchange.fetchRights()).rejects.toMatchObject({
    code: 'unavailable',
    verdict: undefined,
    raw: 'EAPI:Invalid nonce',
  })
})

test('probes in a row are spread so that Kraken refuses none', async () => {
  const { kraken, exchanges } = await openKraken()
  const exchange = exchanges.connect('kraken', kraken.createKey()).exit

  for (let i = 0; i < 40; i += 1) await exchange.fetchRights()

  expect(await exchange.fetchAccount()).toMatchObject({ canTrade: true })
})
