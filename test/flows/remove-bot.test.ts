import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkKey, onExchange, say, tap } from '../support/journey.ts'
import { holdBitcoin, holdEtherForBitcoin, sells, soldByUs } from '../support/exits.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

async function reachRemove(name: string): Promise<void> {
  const { alice } = world
  await say(alice, '/bots', 'bots')
  expect((await tap(alice, `🟢 ${name}`, 'bot')).text).toContain('Money given')
  await tap(alice, 'Remove', 'exit-bots')
  await tap(alice, 'Pause and continue', 'exit-positions')
}

test('Remove asks about the position as Disconnect does, and the other bot and the key go on', async () => {
  const { alice, exchange } = world
  await holdEtherForBitcoin(world)
  await reachRemove('Grid BTC/USDT')
  await tap(alice, 'Close all', 'exit-loss')
  const plan = await tap(alice, 'Realize -', 'exit-plan')
  expect(plan.text).not.toContain('erases the key')
  const receipt = await tap(alice, 'Remove the bot', 'exit-receipt')
  expect(receipt.text).toContain('Grid BTC/USDT is removed')

  expect(receipt.text).toContain('Sold: ')
  expect(receipt.text).not.toContain('erased')
  expect(soldByUs(world, 'ETH/BTC').toFixed()).toBe('0')
  expect(exchange.openOrders().every(({ symbol }) => symbol === 'ETH/BTC')).toBe(true)
  exchange.setPrice('ETH/BTC', '0.0501')
  await onExchange(world, () => soldByUs(world, 'ETH/BTC').gt(0))
  expect((await say(alice, '/keys', 'keys')).text).toContain('works')
  await say(alice, '/export', 'export')
  await alice.until(() => alice.messages().some(({ document }) => document?.name === 'bots.json'))
  const settings = alice.messages().findLast(({ document }) => document?.name === 'bots.json')
  expect(Buffer.from(alice.file(settings?.id ?? 0)).toString()).toContain('Grid BTC/USDT')
}, 60_000)

test('Keep all removes the bot and its orders and sells nothing', async () => {
  const { alice, exchange } = world
  await reachRemove('Grid BTC/USDT')
  await tap(alice, 'Keep all', 'exit-plan')
  const receipt = await tap(alice, 'Remove the bot', 'exit-receipt')
  expect(receipt.text).toContain('is removed')

  expect(receipt.text).toContain('Kept: ')
  expect(exchange.openOrders()).toEqual([])
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
}, 60_000)

test('when the exchange is away Remove offers to try again, and never to erase the key', async () => {
  const { alice, exchange } = world
  await say(alice, '/bots', 'bots')
  expect((await tap(alice, '🟢 Grid BTC/USDT', 'bot')).text).toContain('Money given')
  await tap(alice, 'Remove', 'exit-bots')
  exchange.setMaintenance(true)
  const away = await tap(alice, 'Pause and continue', 'exit-last-known')
  expect(away.text).toContain('Remove Grid BTC/USDT')
  expect(away.keyboard.flat().map(({ text }) => text)).toEqual(['Try again', 'Not now'])
  exchange.setMaintenance(false)
  world.clock.advance(61)
  await tap(alice, 'Try again', 'exit-positions')
  await tap(alice, 'Not now', 'exit-left')
  await tap(alice, 'Resume the bots', 'bots')
  await onExchange(world, () => sells(world, 'BTC/USDT').length === 2)
}, 60_000)

test('Stop leaves the bot paused and offers to resume or remove it again', async () => {
  const { alice, exchange } = world
  await reachRemove('Grid BTC/USDT')
  await tap(alice, 'Close all', 'exit-loss')
  await tap(alice, 'Realize -', 'exit-plan')
  exchange.setBookDepth('BTC/USDT', '0')
  await tap(alice, 'Remove the bot', 'exit-question')
  expect((await say(alice, '/bots', 'bots')).text).toContain('being removed')
  const card = await tap(alice, '⏳ Grid BTC/USDT', 'bot-in-exit')
  expect(card.text).toContain('State: being removed')
  expect(card.text).toMatch(/cancelled 2 of 2[^]*sold 0 of 1[^]*1 question for you/)
  expect(card.keyboard.flat().map(({ text }) => text)).toEqual(['Stop', '↻ Reload', '‹ Bots'])
  const told = await tap(alice, 'Stop', 'exit-stopped')
  expect(told.text).toContain('Stopped.')

  expect(told.text).toContain('the bot is paused')
  expect((await tap(alice, 'Remove again', 'exit-bots')).text).toContain('paused already')
  await tap(alice, 'Not now', 'exit-left')
}, 60_000)
