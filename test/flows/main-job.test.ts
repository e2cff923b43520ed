import { afterEach, expect, test } from 'vitest'
import { linkKey, onExchange, say, startGrid, tap } from '../support/journey.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.close())

test('a trader links a key, runs a grid that buys and sells, and leaves with everything sold', async () => {
  world = await openWorld()
  const { alice, exchange } = world
  await say(alice, '/start', 'start')
  const key = await linkKey(world)
  await startGrid(world, {
    symbol: 'BTC/USDT',
    lower: '55000',
    upper: '65000',
    money: '5000',
    gridCount: '10',
  })

  exchange.setPrice('BTC/USDT', '57500')
  await onExchange(world, () => exchange.openOrders().some(({ side }) => side === 'sell'))
  exchange.setPrice('BTC/USDT', '59200')
  await onExchange(world, () => exchange.trades().some(({ side }) => side === 'sell'))
  exchange.setPrice('BTC/USDT', '56600')
  await onExchange(
    world,
    () => exchange.openOrders().filter(({ side }) => side === 'sell').length === 2,
  )

  await say(alice, '/disconnect', 'exit-state')
  await tap(alice, 'Continue', 'exit-bots')
  await tap(alice, 'Pause and continue', 'exit-positions')
  await tap(alice, 'Close all', 'exit-loss')
  expect((await tap(alice, 'Realize -', 'exit-plan')).text).toContain('the plan')
  await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(exchange.openOrders()).toEqual([])
  const bitcoin = exchange.balances().find(({ asset }) => asset === 'BTC')
  expect(bitcoin?.free.minus('0.1').toNumber()).toBeLessThan(0.00001)
  const erasedAt = world.clock.now()
  world.clock.advance(3_600)
  expect((await say(alice, '/keys', 'no-keys')).text).toContain('No exchange key is linked')
  const later = exchange
    .requests()
    .filter(({ at, apiKey }) => apiKey === key.apiKey && at > erasedAt)
  expect(later).toEqual([])
})
