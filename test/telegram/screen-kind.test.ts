import { Api } from 'grammy'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import { noticeFetch } from '../../src/telegram/api-fetch.ts'
import { createReach } from '../../src/telegram/reach.ts'
import { withScreen } from '../../src/telegram/screen-header.ts'
import { tap } from '../support/journey.ts'
import { expectCalm, hear, newLinkedTrader, runGrid, tickUntil } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

test('a screen is known by its kind: one said, one edited in place, one asked within a dialogue', async () => {
  const { alice } = await newLinkedTrader(world)

  const keys = await hear(alice, '/keys', 'keys')
  const key = await tap(alice, 'Binance', 'key')
  const strategy = await hear(alice, '/newbot', 'new-bot-strategy')
  const symbol = await tap(alice, 'Grid', 'new-bot-symbol')
  const question = await hear(alice, 'BTC/USDT', 'new-bot-question')

  expect(key.id).toBe(keys.id)
  expect(symbol.id).toBe(strategy.id)
  expect(question.id).not.toBe(symbol.id)
})

test('files and pictures, which travel as streams, have a kind too', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange } = trader
  await runGrid(trader)

  await hear(alice, '/bots', 'bots')
  await tap(alice, '🟢 Grid', 'bot')
  await tickUntil(trader, () => exchange.openOrders(trader.account).length > 0)
  const picture = await tap(alice, 'Chart', 'bot-picture')
  const file = await hear(alice, '/export', 'export')

  expect(picture.photo).toBeDefined()
  expect(file.document).toBeDefined()
})

test('a notice is known by its kind, and the message that it edits keeps it', async () => {
  const { alice } = await newLinkedTrader(world)

  await hear(alice, '/disconnect', 'exit-state')
  await tap(alice, 'Continue', 'exit-plan')
  await tap(alice, 'Disconnect now', 'exit-progress')
  const receipt = await alice.until({ screen: 'exit-receipt' })

  const progress = await alice.until({ screen: 'exit-progress' })
  expect(progress.id).toBeLessThan(receipt.id)
})

test.each([
  ['https://api.telegram.org', null],
  ['http://127.0.0.1:8081', 'keys'],
])('%s is told the screen %s', async (apiRoot, told) => {
  const headers: Headers[] = []
  const network = (async (_: string, init: RequestInit) => {
    headers.push(new Headers(init.headers))
    return Response.json({ ok: true, result: { message_id: 1 } })
  }) as typeof fetch
  const reach = createReach(systemClock, network, new AbortController().signal)
  const api = new Api('1:token', { apiRoot, fetch: noticeFetch(reach) })

  await withScreen('keys', () => api.sendMessage(7, 'Your keys'))
  await api.sendMessage(7, 'Your keys')

  expect(headers.map((one) => one.get('x-screen'))).toEqual([told, null])
})
