import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { linkKey, say, tap } from '../support/journey.ts'
import { boughtByUs, holdBitcoin, reachPlan, rows, soldByUs } from '../support/exits.ts'
import { leaksOf } from '../support/leaks.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let key: { apiKey: string; secret: string }
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  key = await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

function dataOf(message: ChatMessage, label: string): string {
  const button = message.keyboard.flat().find(({ text }) => text.startsWith(label))
  if (button === undefined || !('callback_data' in button)) throw new Error(`No ${label}`)
  return button.callback_data
}

/** Every screen on the way to the plan, with its buttons as they were. */
async function walk(): Promise<ChatMessage[]> {
  const { alice } = world
  const screens = [await say(alice, '/disconnect', 'exit-state')]
  screens.push(await tap(alice, 'Continue', 'exit-bots'))
  screens.push(await tap(alice, 'Pause and continue', 'exit-positions'))
  screens.push(await tap(alice, 'Close all', 'exit-loss'))
  screens.push(await tap(alice, 'Realize', 'exit-plan'))
  return screens
}

test('each button of an older screen, a second tap and another person’s tap are answered and do nothing', async () => {
  const { alice, exchange, telegram } = world
  const mallory = telegram.user({ id: 666, firstName: 'Mallory' })
  await say(mallory, '/start', 'start')
  const screens = await walk()
  const plan = screens.at(-1)
  if (plan === undefined) throw new Error('No plan')
  const text = alice.text()

  for (const screen of screens) {
    for (const button of screen.keyboard.flat()) {
      if (!('callback_data' in button) || button.callback_data.startsWith('key:')) continue
      const foreign = await mallory.untilAnswered(mallory.tapsData(button.callback_data, screen.id))
      expect(foreign.text, button.text).toMatch(/not yours|not the current/)
      if (screen === plan) continue
      const stale = await alice.untilAnswered(alice.tapsData(button.callback_data, screen.id))
      expect(stale.text, button.text).toMatch(/nothing was done|used already/)
    }
  }

  expect(alice.text()).toBe(text)
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
  const go = dataOf(plan, 'Disconnect now')
  await Promise.all([1, 2, 3].map(() => alice.untilAnswered(alice.tapsData(go, plan.id))))
  await alice.until({ screen: 'exit-receipt' })
  expect(boughtByUs(world, 'BTC/USDT').gte(soldByUs(world, 'BTC/USDT'))).toBe(true)
  expect(alice.messages().filter(({ screen }) => screen === 'exit-receipt')).toHaveLength(1)
  for (const screen of screens) {
    for (const button of screen.keyboard.flat()) {
      if (!('callback_data' in button)) continue
      const late = await alice.untilAnswered(alice.tapsData(button.callback_data, screen.id))
      expect(late.text, button.text).toMatch(/nothing was done|used already|not linked/)
    }
  }
  expect(exchange.openOrders()).toEqual([])
}, 60_000)

test('an exit can’t begin with the loss agreed to for another version of the plan', async () => {
  const { alice, exchange } = world
  const screens = await walk()
  const plan = screens[4]
  const loss = screens[3]
  if (plan === undefined || loss === undefined) throw new Error('No plan')
  await say(alice, '/disconnect', 'exit-state')
  await tap(alice, 'Continue', 'exit-bots')
  await tap(alice, 'Pause and continue', 'exit-positions')
  await tap(alice, 'Close all', 'exit-loss')

  const old = await alice.untilAnswered(alice.tapsData(dataOf(plan, 'Disconnect now'), plan.id))
  expect(old.text).toContain('nothing was done')
  const realized = await alice.untilAnswered(alice.tapsData(dataOf(loss, 'Realize'), loss.id))
  expect(realized.text).toMatch(/used already|nothing was done/)
  expect(await rows(world, `select id from exit_plan where status = 'running'`)).toEqual([])
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
  expect(exchange.openOrders().length).toBeGreaterThan(0)
}, 60_000)

test('the plan’s button works after a restart', async () => {
  const { alice } = world
  await reachPlan(world)
  await world.restart()
  await tap(alice, 'Disconnect now', 'exit-receipt')
}, 60_000)

test('a plan that is older than 15 minutes does nothing', async () => {
  const { alice, clock } = world
  await reachPlan(world)
  clock.advance(16 * 60)
  const expired = await alice.untilAnswered(alice.taps('Disconnect now'))

  expect(expired.text).toContain('expired')
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
}, 60_000)

test('after a disconnect neither the secret nor the API key is anywhere, nor was the key used again', async () => {
  const { alice, exchange, log, clock } = world
  await reachPlan(world)
  await tap(alice, 'Disconnect now', 'exit-receipt')
  const asked = exchange.requests().length
  await say(alice, '/keys', 'no-keys')
  await say(alice, '/bots', 'no-bots')
  clock.advance(48 * 3_600)
  await say(alice, '/disconnect', 'no-keys')

  expect(await leaksOf(world, key.secret)).toEqual([])
  expect(await leaksOf(world, key.apiKey)).toEqual([])
  expect(log.join('\n')).not.toContain(key.apiKey)
  for (const message of alice.messages()) {
    const file =
      message.document === undefined ? '' : Buffer.from(alice.file(message.id)).toString()
    expect(`${message.text}${file}`).not.toContain(key.secret.slice(0, 12))
    expect(`${message.text}${file}`).not.toContain(key.apiKey)
  }
  const later = exchange.requests().slice(asked)
  expect(later.filter(({ apiKey }) => apiKey === key.apiKey)).toEqual([])
}, 60_000)

test('a button’s token works behind no other kind of button, and is not used up by the try', async () => {
  const { alice, exchange } = world
  const { id } = await say(alice, '/bots', 'bots')
  alice.tapsData('bots:pause', id)
  const paused = await alice.until({ screen: 'all-bots-paused' })
  expect(paused.text).toContain('nothing new is ordered')
  const cancel = dataOf(paused, 'Cancel their orders')
  const plan = (await walk()).at(-1)
  if (plan === undefined) throw new Error('No plan')
  const kinds = ['t:', 'keep:', 'cmp:', 'bots:cancel:', 'bots:go:']
  const orders = exchange.openOrders()
  const text = alice.text()

  const real = [cancel, dataOf(plan, 'Disconnect now'), dataOf(plan, 'Disconnect, then')]
  for (const data of real) {
    const token = data.slice(data.lastIndexOf(':') + 1)
    const forged = kinds.map((kind) => `${kind}${token}`).filter((one) => one !== data)
    for (const one of [...forged, `${data}x`, data.slice(0, -1), `${data}:yes`]) {
      const answered = await alice.untilAnswered(alice.tapsData(one, plan.id))
      expect(answered.text, one).toMatch(/nothing/)
    }
  }

  expect(alice.text()).toBe(text)
  expect(exchange.openOrders()).toEqual(orders)
  const cancelled = await alice.untilAnswered(alice.tapsData(cancel, paused.id))
  expect(cancelled.text).toContain('are being cancelled')
}, 60_000)
