import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  boughtByUs,
  holdBitcoin,
  holdEtherForBitcoin,
  isOurs,
  reachPlan,
  soldByUs,
} from '../support/exits.ts'
import { linkKey, onExchange, say, startGrid, tap } from '../support/journey.ts'
import { openWorld, type World } from '../support/world.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const { plan, receipt: w } = wordsOf('en').disconnect

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
})
afterEach(() => world.close())

const PATH = '/api/v3/openOrders'
/** Rows in a form that nobody knows, as a new kind of order would be. */
const STRANGE = [null, 'new', { orderId: 'x-1', kind: 'BASKET' }]

/** The trader's own orders, six rows of them. */
function placeOwn({ exchange }: World): void {
  const sale = { symbol: 'BTC/USDT', side: 'sell', amount: '0.001' } as const
  exchange.placeForeign({ ...sale, type: 'STOP_LOSS', stopPrice: '41000' })
  exchange.placeForeign({ ...sale, type: 'TAKE_PROFIT', stopPrice: '90000' })
  exchange.placeForeign({ ...sale, type: 'STOP_LOSS', trailingDelta: 400 })
  exchange.placeForeign({ ...sale, type: 'OCO', price: '95000', stopPrice: '40000' })
  exchange.placeForeign({ symbol: 'BTC/USDT', side: 'buy', type: 'MARKET', cost: '50' })
}

const GRID = { money: '5000', gridCount: '10' }
const ours = (side: string, symbol: string) =>
  exchangeOrders().filter(
    (order) => order.side === side && order.symbol === symbol && isOurs(order),
  ).length
const exchangeOrders = () => world.exchange.openOrders()
const theirs = () => exchangeOrders().filter((order) => !isOurs(order))

test('stops, brackets and rows in a form that nobody knows leave both bots trading and the exit whole', async () => {
  const { alice, exchange } = world
  placeOwn(world)
  exchange.fault({ path: PATH, times: Infinity, effect: { kind: 'more-rows', rows: STRANGE } })
  const placed = theirs()
  expect(placed).toHaveLength(6)

  // Each bot buys, offers what it bought, and sells some of it.
  await startGrid(world, { ...GRID, symbol: 'BTC/USDT', lower: '55000', upper: '65000' })
  await onExchange(world, () => ours('buy', 'BTC/USDT') === 5)
  exchange.setPrice('BTC/USDT', '57500')
  await onExchange(world, () => ours('sell', 'BTC/USDT') === 2)
  exchange.setPrice('BTC/USDT', '59500')
  await onExchange(world, () => soldByUs(world, 'BTC/USDT').gt(0))
  await holdEtherForBitcoin(world)

  const state = await say(alice, '/disconnect', 'exit-state')
  expect(state.text).toContain('Orders that are not ours: 9 (left alone)')
  expect(state.text).not.toContain('can’t be reached')
  await tap(alice, 'Continue', 'exit-bots')
  await tap(alice, 'Pause and continue', 'exit-positions')
  await tap(alice, 'Close all', 'exit-loss')
  await tap(alice, 'Realize', 'exit-plan')
  const receipt = await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(receipt.text).toContain('Left alone: 9 orders that are not ours')
  expect(theirs()).toEqual(placed)
  expect(exchange.openOrders().filter(isOurs)).toEqual([])
  for (const symbol of ['BTC/USDT', 'ETH/BTC']) {
    expect(boughtByUs(world, symbol).minus(soldByUs(world, symbol)).toNumber()).toBeLessThan(0.001)
  }
})

test('a list that is no list is not an account without orders: the exit waits for a true one', async () => {
  const { alice, exchange } = world
  await holdBitcoin(world)
  const before = exchange.openOrders().filter(isOurs).length

  const calm = exchange.fault({
    path: PATH,
    times: Infinity,
    effect: { kind: 'status', status: 200, body: '{}' },
  })
  const state = await say(alice, '/disconnect', 'exit-last-known')
  expect(state.text).not.toContain('Our open orders: none')
  expect(exchange.openOrders().filter(isOurs)).toHaveLength(before)

  calm()
  await tap(alice, 'Try again', 'exit-state')
})

test.each([
  [2, 1],
  [1, 0],
])(
  'of %i orders that are not ours, one goes before the exit: the receipt tells of %i',
  async (before, after) => {
    const { alice, exchange } = world
    await holdBitcoin(world)
    const own = { symbol: 'BTC/USDT', side: 'buy', price: '41000', amount: '0.001' } as const
    for (let i = 1; i < before; i += 1) exchange.placeByHand(own)
    const last = exchange.placeByHand(own)
    await reachPlan(world)
    exchange.cancelByHand(last.id)
    const receipt = await tap(alice, plan.go, 'exit-receipt')

    expect(theirs()).toHaveLength(after)
    expect(receipt.text).not.toContain(w.leftAlone(before).text)
    expect(receipt.text.includes(w.leftAlone(after).text)).toBe(after > 0)
  },
)
