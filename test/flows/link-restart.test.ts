import { afterEach, beforeEach, expect, test } from 'vitest'
import { choosePasting, say, tap } from '../support/journey.ts'
import { leaksOf } from '../support/leaks.ts'
import { openSealedPage, PAGE_URL, pagePathOf, serveApp } from '../support/sealed-page.ts'
import { untilGone } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ pageUrl: () => PAGE_URL, botTickSeconds: 30 })
})
afterEach(() => world.close())

/** Stops Undock with a handler of Alice's under way, and starts it anew. */
async function restartAbruptly(): Promise<void> {
  const state = { up: false }
  const restarted = world.restart().finally(() => (state.up = true))
  // The grace for what is under way is over once the clock says so; a dialogue's time is not.
  for (let leaps = 0; !state.up; leaps += 1) {
    for (let i = 0; i < 500; i += 1) await new Promise((resolve) => setImmediate(resolve))
    if (!state.up && leaps < 20) world.clock.advance(9)
  }
  await restarted
}

/** Waits until a call of the bot is held back. */
async function untilHeld(): Promise<void> {
  const isHeld = () => world.telegram.calls().some(({ fault }) => fault === 'hold')
  await expect.poll(isHeld, { timeout: 20_000 }).toBe(true)
}

test('after a restart between message and handling the secret is asked for again', async () => {
  const { alice, exchange, telegram } = world
  const { apiKey, secret } = exchange.createKey()
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  const { promise: release, resolve } = Promise.withResolvers<void>()
  telegram.fault({ method: 'sendMessage', kind: 'hold', release })
  alice.sends('/keys')
  await untilHeld()
  const { id } = alice.sends(`${apiKey}\n${secret}`)
  await untilGone(alice, id)
  expect(await leaksOf(world, secret)).toEqual([])

  await restartAbruptly()
  expect((await alice.until({ screen: 'link-send-again' })).text).toContain(
    'I was restarted just then and kept nothing of your message',
  )
  resolve()
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')

  expect(await leaksOf(world, secret)).toEqual([])
  expect(alice.text()).not.toContain('delete it yourself')
})

test('after a restart between a file and its handling the file is read once more', async () => {
  const { alice, exchange, telegram } = world
  const { apiKey, secret } = exchange.createKey()
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  const { promise: release, resolve } = Promise.withResolvers<void>()
  telegram.fault({ method: 'sendMessage', kind: 'hold', release })
  alice.sends('/keys')
  await untilHeld()
  const { id } = alice.sendsFile({ name: 'key.txt', content: `${apiKey}\n${secret}` })
  await untilGone(alice, id)
  expect(await leaksOf(world, secret)).toEqual([])

  await restartAbruptly()

  await alice.until({ screen: 'key-linked' })
  resolve()
  expect(await leaksOf(world, secret)).toEqual([])
})

test('after a restart between a sealed page and its handling the key is asked for again, with a new page', async () => {
  const { alice, exchange, telegram } = world
  const { apiKey, secret } = exchange.createKey()
  const origin = await serveApp(() => world.app)
  await say(alice, '/link', 'link-exchange')
  const screen = await choosePasting(alice, 'Binance')
  const page = await openSealedPage(origin, pagePathOf(screen))
  const { promise: release, resolve } = Promise.withResolvers<void>()
  telegram.fault({ method: 'sendMessage', kind: 'hold', release })
  alice.sends('/keys')
  await untilHeld()
  expect(await page.send(`${apiKey}\n${secret}`)).toBe('taken')

  await restartAbruptly()
  const again = await alice.until({ screen: 'link-sealed-again' })
  expect(again.text).toContain('I was restarted just after your sealed key came')
  resolve()
  expect(await page.send(`${apiKey}\n${secret}`)).toBe('used')
  const fresh = await openSealedPage(origin, pagePathOf(again))
  await fresh.send(`${apiKey}\n${secret}`)

  await alice.until({ screen: 'key-linked' })
  expect(await leaksOf(world, secret)).toEqual([])
})

test('a page lives through a restart', async () => {
  const { alice, exchange } = world
  const { apiKey, secret } = exchange.createKey()
  const origin = await serveApp(() => world.app)
  await say(alice, '/link', 'link-exchange')
  const screen = await choosePasting(alice, 'Binance')
  const page = await openSealedPage(origin, pagePathOf(screen))

  await world.app.stop()
  expect((await fetch(`${origin}${pagePathOf(screen)}`)).status).toBe(503)
  await world.restart()
  await page.send(`${apiKey}\n${secret}`)

  await alice.until({ screen: 'key-linked' })
})

test('a link dialogue lives through a restart', async () => {
  const { alice, exchange } = world
  const { apiKey, secret } = exchange.createKey()
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')

  await world.restart()

  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})

test('the first half of a key does not outlive a restart: both are asked for by their shape', async () => {
  const { alice, exchange } = world
  const { apiKey, secret } = exchange.createKey()
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  expect((await say(alice, apiKey, 'link-next-part')).text).toContain('API key taken')

  await world.restart()

  expect(await leaksOf(world, apiKey)).toEqual([])
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})

test('a key that waits for its owner’s word does not outlive a restart: it is asked for again', async () => {
  const { alice, exchange } = world
  const { apiKey, secret } = exchange.createKey()
  exchange.fault({
    path: '/sapi/v1/account/apiRestrictions',
    effect: { kind: 'status', status: 200, body: '{"ipRestrict":true}' },
  })
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  await say(alice, `${apiKey}\n${secret}`, 'link-unclear-rights')
  expect(await leaksOf(world, secret)).toEqual([])
  expect(await leaksOf(world, apiKey)).toEqual([])

  await world.restart()

  expect((await tap(alice, 'Withdraw is off: keep it', 'link-key-forgotten')).text).toContain(
    'it is not there any more',
  )
  await say(alice, `${apiKey}\n${secret}`, 'key-linked')
})
