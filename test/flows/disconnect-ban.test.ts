import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkKey, say, tap } from '../support/journey.ts'
import { coins, endOfExit, holdBitcoin, reachPlan } from '../support/exits.ts'
import { labels } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

const DAY = 86_400
const OPERATOR = 77

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3, operatorIds: [String(OPERATOR)] })
  await linkKey(world)
  await holdBitcoin(world)
  await reachPlan(world)
})
afterEach(() => world.close())

/** A ban that begins with the tap and lasts three days. */
async function banAtTheTap() {
  const until = new Date(world.clock.now().getTime() + 3 * DAY * 1000)
  world.exchange.ban(3 * DAY)
  const day = until.toISOString().slice(0, 10)
  const progress = await tap(world.alice, 'Disconnect now', { screen: 'exit-progress', text: day })
  return { progress, day }
}

test('a ban is shown on the progress with its end and a way out at once, and the exit continues after it by itself', async () => {
  const operator = world.telegram.user({ id: OPERATOR, firstName: 'Otto' })
  operator.sends('/start')
  const { progress, day } = await banAtTheTap()

  expect(progress.text).toContain(`Binance has banned our address until ${day}`)
  expect(progress.text).not.toContain('reached')
  expect(labels(progress)).toEqual([['Stop'], ['Erase now, I finish by hand']])
  for (let hour = 0; hour < 71; hour += 1) {
    world.clock.advance(3_600)
    await new Promise(setImmediate)
  }
  const before = world.exchange.requests().filter(({ path }) => path.includes('openOrders'))
  expect(before.filter(({ status }) => status === 418).length).toBeLessThan(3)
  expect(operator.text()).not.toContain('An exit last moved')

  world.exchange.ban(0)
  world.clock.advance(3_700)
  const receipt = await endOfExit(world)
  expect(receipt.text).toContain('Sold:')
  expect(world.exchange.openOrders()).toEqual([])
})

test('whoever does not wait for the end of a ban erases the key, and gets the list of what is left', async () => {
  const bitcoin = coins(world, 'BTC')
  await banAtTheTap()

  await tap(world.alice, 'Erase now, I finish by hand', 'exit-receipt')

  expect(coins(world, 'BTC').eq(bitcoin)).toBe(true)
  expect(world.alice.text()).toContain('☐ cancel the sell')
  await say(world.alice, '/keys', 'no-keys')
})
