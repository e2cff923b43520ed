import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdBitcoin, reachPlan, rows } from '../support/exits.ts'
import { linkKey, say, tap } from '../support/journey.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { openWorld, type World } from '../support/world.ts'

/** What a tap claims must be so at the moment when its answer is read. */

const { progress: w } = wordsOf('en').disconnect
const ERASED = w.keyErased('').text

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

test.each([
  ['Pause and continue', true],
  ['Only pause', false],
] as const)('“%s” says “Paused” once the bots are paused', async (label, goesOn) => {
  const { alice } = world
  await say(alice, '/disconnect', 'exit-state')
  if (goesOn) await tap(alice, 'Continue', 'exit-bots')

  const { text } = await alice.untilAnswered(alice.taps(label))

  expect(text).toBe('Paused.')
  expect(await rows(world, 'select status from trading_bot')).toEqual([{ status: 'paused' }])
})

test('“Erase now” on a running exit does not say that the key is erased before it is', async () => {
  const { alice, exchange, clock } = world
  await reachPlan(world)
  exchange.setMaintenance(true)
  alice.taps('Disconnect now')
  await alice.until(() => {
    clock.advance(5)
    return JSON.stringify(alice.messages()).includes(w.erase)
  })

  const { text } = await alice.untilAnswered(alice.taps(w.erase))

  expect(text).not.toMatch(/(is|are) erased|^Erased/)
  await alice.until({ screen: 'exit-progress', text: ERASED })
  expect(await rows(world, 'select status, sealed_credentials from exchange_key')).toEqual([
    { status: 'unlinked', sealed_credentials: null },
  ])
})

test('“Leave their orders” does not say that orders stay which are being cancelled', async () => {
  const { alice } = world
  const { id } = await say(alice, '/bots', 'bots')
  alice.tapsData('bots:pause', id)
  const asked = await alice.until({ screen: 'all-bots-paused' })
  const { text } = await alice.untilAnswered(alice.taps('Cancel their orders'))
  expect(text).toBe('Their orders are being cancelled.')

  const left = await alice.untilAnswered(alice.tapsData('bots:leave', asked.id))

  expect(left.text).toContain('are being cancelled')
})
