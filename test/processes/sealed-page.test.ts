import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { choosePasting, say } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import { openSealedPage, PAGE_URL, pagePathOf, serveApp } from '../support/sealed-page.ts'
import { expectCalm, newTrader, type Trader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let second: App
beforeAll(async () => {
  world = await openWorld({ pageUrl: () => PAGE_URL, botTickSeconds: 30 })
  second = world.another()
  await second.start()
})
afterAll(() => world.close())

function keyOf({ exchange, account }: Trader) {
  const { apiKey, secret } = exchange.createKey({ account })
  return { apiKey, secret, text: `${apiKey}\n${secret}` }
}

test('any process serves a page and takes what it sends; of two posts at once one is taken', async () => {
  const origins = [await serveApp(() => world.app), await serveApp(() => second)]
  for (let i = 0; i < 6; i += 1) {
    const trader = newTrader(world)
    const { alice } = trader
    await say(alice, '/link', 'link-exchange')
    const path = pagePathOf(await choosePasting(alice, 'Binance'))
    const pages = await Promise.all(origins.map((origin) => openSealedPage(origin, path)))
    const key = keyOf(trader)

    const answers = await Promise.all(pages.map((page) => page.send(key.text)))

    expect(answers.toSorted()).toEqual(['taken', 'used'])
    await alice.until({ screen: 'key-linked' })
    expect((await say(alice, '/keys', 'keys')).text.match(/Binance/g)).toHaveLength(1)
    expect(alice.messages().some(({ screen }) => screen === 'link-sealed-again')).toBe(false)
    expect(await leaksOf(world, key.secret)).toEqual([])
    await expectCalm(trader)
  }
})

test('when the process that took a sealed key is gone, another asks for it again', async () => {
  const trader = newTrader(world)
  const { alice, telegram } = trader
  const third = world.another()
  await third.start()
  const origin = await serveApp(() => third)
  await say(alice, '/link', 'link-exchange')
  const page = await openSealedPage(origin, pagePathOf(await choosePasting(alice, 'Binance')))
  const { promise: release, resolve } = Promise.withResolvers<void>()
  telegram.fault({ method: 'sendMessage', kind: 'hold', release })
  alice.sends('/keys')
  const isHeld = () => telegram.calls().some(({ fault }) => fault === 'hold')
  await expect.poll(isHeld, { timeout: 20_000 }).toBe(true)
  const { secret, text } = keyOf(trader)
  expect(await page.send(text)).toBe('taken')

  const stopped = third.stop()
  resolve()
  await stopped

  const shown = await alice.until({ screen: ['link-sealed-again', 'key-linked'] })
  expect(await leaksOf(world, secret)).toEqual([])
  if (shown.screen === 'key-linked') return
  const again = await openSealedPage(await serveApp(() => second), pagePathOf(shown))
  await again.send(text)
  await alice.until({ screen: 'key-linked' })
}, 60_000)
