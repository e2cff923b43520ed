import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkKey, onExchange, say, tap } from '../support/journey.ts'
import {
  boughtByUs,
  coins,
  eventually,
  holdBitcoin,
  isOurs,
  reachPlan,
  reachPositions,
  rows,
  soldByUs,
} from '../support/exits.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let key: { apiKey: string; secret: string }
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  key = await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

test('Stop in the middle of the cancels sends no sale, tells the state, and the bots resume with what they hold', async () => {
  const { alice, exchange, clock } = world
  await reachPlan(world)
  exchange.fault({
    method: 'DELETE',
    path: '/api/v3/order',
    effect: { kind: 'delay', ms: 60_000 },
  })
  await tap(alice, 'Disconnect now', 'exit-progress')
  await onExchange(world, () => exchange.openOrders().length === 1)
  await alice.untilAnswered(alice.taps('Stop'))
  const again = await alice.untilAnswered(alice.taps('Stop'))
  expect(again.text).toContain('Stopping')
  clock.advance(61)
  const told = await alice.until({ screen: 'exit-stopped' })
  expect(told.text).toContain('Stopped.')

  expect(told.text).toContain('no position was sold from')
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
  await tap(alice, 'Resume the bots', 'bots')
  await onExchange(
    world,
    () => exchange.openOrders().filter(({ side }) => side === 'sell').length === 2,
  )
  expect(await say(alice, '/keys', 'keys')).toMatchObject({
    text: expect.stringContaining('works') as string,
  })
}, 60_000)

test('after a Stop behind the sale the bots never sell more than they hold', async () => {
  const { alice, exchange } = world
  exchange.deposit('BTC', '1')
  await reachPlan(world)
  exchange.setBookDepth('BTC/USDT', '6')
  await tap(alice, 'Disconnect now', 'exit-question')
  expect((await tap(alice, 'Stop', 'exit-stopped')).text).toContain('1 position was sold from')
  exchange.setBookDepth('BTC/USDT', '100000')
  await tap(alice, 'Resume the bots', 'bots')
  await onExchange(world, () => exchange.openOrders().some(({ side }) => side === 'buy'))
  exchange.setPrice('BTC/USDT', '63000')
  await say(alice, '/bots', 'bots')

  const offered = exchange
    .openOrders()
    .filter((order) => isOurs(order) && order.side === 'sell')
    .reduce((total, order) => total.plus(order.remaining), soldByUs(world, 'BTC/USDT'))
  expect(offered.lte(boughtByUs(world, 'BTC/USDT'))).toBe(true)
  expect(coins(world, 'BTC').gte('1')).toBe(true)
}, 60_000)

test('in maintenance the last known state is shown, and Erase now leaves the list and no key', async () => {
  const { alice, exchange } = world
  exchange.setMaintenance(true)
  const known = await say(alice, '/disconnect', 'exit-last-known')
  expect(known.text).toContain('answers with errors only')
  expect(known.text).toContain('cancel: sell')
  expect(known.keyboard.flat().map(({ text }) => text)).toEqual([
    'Try again',
    'Erase now, I finish by hand',
    'Not now',
  ])
  // The same screen once more is no news to Telegram.
  await alice.untilAnswered(alice.taps('Try again'))
  expect((await tap(alice, 'Erase now', 'exit-erase')).text).toContain('Erase Binance now?')
  const receipt = await tap(alice, 'Erase the key now', 'exit-receipt')

  expect(receipt.text).toContain('please do it at the exchange')
  expect(receipt.text).toMatch(/☐ cancel the sell of 0\.00\d+ BTC at 59,000 USDT/)
  expect(receipt.text).toMatch(/☐ sell 0\.017\d+ BTC into USDT/)
  expect(receipt.text).toContain('Bots removed: 1')
  expect(receipt.text).toContain('erased here')
  const asked = exchange.requests().length
  exchange.setMaintenance(false)
  world.clock.advance(3_600)
  await say(alice, '/keys', 'no-keys')
  expect(
    exchange
      .requests()
      .slice(asked)
      .filter(({ apiKey }) => apiKey === key.apiKey),
  ).toEqual([])
}, 60_000)

test('midway in a maintenance Erase now is offered, and the list holds only what is left', async () => {
  const { alice, exchange, clock } = world
  await reachPlan(world)
  const stop = exchange.onChange((event) => {
    if (event.kind !== 'order' || event.status !== 'CANCELED') return
    stop()
    exchange.setMaintenance(true)
  })
  await tap(alice, 'Disconnect now', 'exit-progress')
  await alice.until((user) => {
    clock.advance(3)
    return (
      user
        .screen()
        ?.keyboard.flat()
        .some(({ text }) => text.startsWith('Erase now')) === true
    )
  })
  const receipt = await tap(alice, 'Erase now', 'exit-receipt')

  expect(receipt.text.match(/☐ cancel/g)?.length).toBe(1)
  expect(receipt.text).toMatch(/☐ sell 0\.017\d+ BTC/)
  expect(receipt.text).not.toContain('realized')
}, 60_000)

/** No saga is at work, or due. */
async function isQuiet(): Promise<boolean> {
  const now = world.clock.now().toISOString()
  const busy = `select id from wake where lane = 'saga' and (claimed = 1 or run_at <= '${now}')`
  return (await rows(world, busy)).length === 0
}

test('check it is dead: a key that is deleted at the exchange is erased and told of, after nothing but probes', async () => {
  const { alice, exchange, clock } = world
  await reachPlan(world)
  const receipt = await tap(alice, 'Disconnect, then check', 'exit-receipt')
  expect(receipt.text).toContain('sealed')
  const asked = exchange.requests().length
  exchange.setKeyState(key.apiKey, 'deleted')
  await eventually(isQuiet)
  for (const seconds of [241, 61, 301]) {
    const before = exchange.requests().length
    clock.advance(seconds)
    await eventually(() => exchange.requests().length > before && isQuiet())
  }
  expect((await alice.until({ screen: 'key-erased' })).text).toContain('itself refuses it now')

  const after = exchange
    .requests()
    .slice(asked)
    .filter(({ apiKey }) => apiKey === key.apiKey)
  expect(new Set(after.map(({ path }) => path))).toEqual(
    new Set(['/sapi/v1/account/apiRestrictions']),
  )
  await say(alice, '/keys', 'no-keys')
}, 60_000)

test('check it is dead: after 24 hours the key is erased, and the trader told that it still lives there', async () => {
  const { alice, clock } = world
  await reachPlan(world)
  await tap(alice, 'Disconnect, then check', 'exit-receipt')
  clock.advance(24 * 3_600 + 1)
  const told = await alice.until({ screen: 'key-erased' })
  expect(told.text).toContain('it is not deleted there')

  expect(told.text).toContain('erased here after 24 hours')
  await say(alice, '/keys', 'no-keys')
}, 60_000)

test('whoever leaves before Disconnect now has lost nothing and may resume', async () => {
  const { alice, exchange } = world
  await reachPositions(world)
  await tap(alice, 'Not now', 'exit-left')
  await tap(alice, 'Resume the bots', 'bots')
  await onExchange(world, () => exchange.openOrders().length === 5)

  await reachPositions(world)
  expect((await say(alice, '/cancel', 'cancelled')).text).toContain(
    'before anything was sold or removed',
  )
  await tap(alice, 'Resume the bots', 'bots')
  await say(alice, '/disconnect', 'exit-state')
  expect((await tap(alice, 'Only pause the bots', 'exit-only-paused')).text).toContain(
    'Nothing else was done',
  )
  await tap(alice, 'Resume the bots', 'bots')
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
}, 60_000)
