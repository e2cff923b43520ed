import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { holdBitcoin, isOurs, later, reachPlan, rows } from '../support/exits.ts'
import { choosePasting, linkKey, onExchange, say, startGrid, tap } from '../support/journey.ts'
import { LABELS } from '../support/labels.ts'
import { newTrader } from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
}, 60_000)
afterEach(() => world.close())

const ETHER = {
  symbol: 'ETH/BTC',
  lower: '0.045',
  upper: '0.055',
  money: '0.08',
  gridCount: '10',
}
const TIMEOUT = '{"code":-1007,"msg":"Timeout waiting for response from backend server."}'
const ours = () => world.exchange.openOrders().filter((order) => isOurs(order))
const onBitcoin = () => ours().filter(({ symbol }) => symbol === 'BTC/USDT')

/** The trader leaves while no cancel is answered, and takes the orders that rest upon themselves. */
async function leaveWithOrders(): Promise<ChatMessage> {
  const { alice, exchange } = world
  const calm = exchange.fault({
    method: 'DELETE',
    path: '/api/v3/order',
    times: Infinity,
    effect: { kind: 'status', status: 504, body: TIMEOUT },
  })
  await reachPlan(world)
  alice.taps(LABELS.disconnect)
  await later(world, { screen: 'exit-question' })
  const receipt = await tap(alice, 'Finish, I look', 'exit-receipt')
  calm()
  return receipt
}

test('orders that an earlier key of the account left behind are told, counted as ours and cancelled by the next exit', async () => {
  const { alice, exchange } = world
  const receipt = await leaveWithOrders()
  expect(receipt.text).toMatch(/☐ cancel the buy of .* BTC/)
  expect(onBitcoin()).toHaveLength(5)
  const theirs = exchange.placeByHand({
    symbol: 'BTC/USDT',
    side: 'buy',
    price: '40000',
    amount: '0.01',
  })

  await linkKey(world)
  const told = await alice.until({ screen: 'left-orders' })
  expect(told.text).toContain('5 orders')
  await startGrid(world, ETHER)
  await onExchange(world, () => ours().length === 13)
  const state = await say(alice, '/disconnect', 'exit-state')
  expect(state.text).toContain('Our open orders: 13')
  expect(state.text).toContain('Orders that are not ours: 1 (left alone)')
  await tap(alice, LABELS.goOn, 'exit-bots')
  const plan = await tap(alice, LABELS.pauseBots, 'exit-plan')
  await onExchange(world, () => ours().length === 2)
  expect(ours().map(({ side }) => side)).toEqual(['sell', 'sell'])
  expect(plan.text).toMatch(/cancels \d+ orders of ours/)
  const done = await tap(alice, LABELS.disconnect, 'exit-receipt')

  expect(done.text).toMatch(/Cancelled: \d+ orders? of ours/)
  expect(done.text).toContain('Left alone: 1 order that is not ours')
  expect(exchange.openOrders()).toEqual([theirs])
}, 90_000)

test('what such an order fills is no new bot’s, and `Cancel them` cancels the rest', async () => {
  const { alice, exchange } = world
  await leaveWithOrders()
  const [bot] = await rows<{ id: string }>(world, 'select id from trading_bot')
  exchange.setPrice('BTC/USDT', '56500')
  await onExchange(world, () => onBitcoin().length === 4)

  await linkKey(world)
  const told = await alice.until({ screen: 'left-orders' })
  expect(told.text).toContain('4 orders')
  const cancelled = await tap(alice, 'Cancel them', 'left-orders-cancelled')
  expect(cancelled.text).toBe('Cancelled 4 orders from removed bots.')
  expect(ours()).toEqual([])
  const again = await tap(alice, 'Cancel them', 'left-orders-cancelled')
  expect(again.text).toBe('None of them is open any longer.')

  await startGrid(world, ETHER)
  const state = await say(alice, '/disconnect', 'exit-state')
  expect(state.text).toContain('Positions: none')
  const orders = await rows<{ bot_id: string }>(
    world,
    `select bot_id from fill where symbol = 'BTC/USDT' and price = '57000'`,
  )
  expect(orders).toEqual([{ bot_id: bot?.id }])
}, 90_000)

test('orders of another person who uses the same account are theirs', async () => {
  const { alice, exchange } = world
  await leaveWithOrders()
  const { alice: bob } = newTrader(world)
  const key = exchange.createKey()
  await say(bob, '/link', 'link-exchange')
  await choosePasting(bob, 'Binance')
  await say(bob, `${key.apiKey}\n${key.secret}`, 'key-linked')

  const state = await say(bob, '/disconnect', 'exit-state')
  expect(state.text).toContain('Our open orders: none')
  expect(state.text).toContain('Orders that are not ours: 5 (left alone)')
  await tap(bob, LABELS.goOn, ['exit-plan', 'exit-bots'])
  const done = await tap(bob, LABELS.disconnect, 'exit-receipt')
  expect(done.text).toContain('Left alone: 5 orders that are not ours')
  expect(onBitcoin()).toHaveLength(5)
  expect(bob.shows({ screen: 'left-orders' })).toBe(false)
  expect(alice.shows({ screen: 'left-orders' })).toBe(false)
}, 90_000)

test('orders of another key in use are its bots’, and are neither cancelled nor called foreign', async () => {
  const { alice, exchange } = world
  await linkKey(world)
  const before = onBitcoin()
  const [, second] = exchange.keys().map(({ apiKey }) => apiKey.slice(-4))
  await say(alice, '/disconnect', 'exit-key')
  const state = await tap(alice, `Binance 2 …${second}`, 'exit-state')
  expect(state.text).toContain('Our open orders: none')
  expect(state.text).toContain('Orders that are not ours: none')
  expect(state.text).toContain('Our orders on another key of this account: 5 (left alone)')
  await tap(alice, LABELS.goOn, ['exit-plan', 'exit-bots'])
  const done = await tap(alice, LABELS.disconnect, 'exit-receipt')

  expect(done.text).not.toContain('not ours')
  expect(onBitcoin()).toEqual(before)
}, 90_000)
