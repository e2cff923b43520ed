import { Big } from 'big.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choosePasting, linkKey, onExchange, say, tap } from '../support/journey.ts'
import {
  boughtByUs,
  coins,
  holdBitcoin,
  holdEtherForBitcoin,
  reachPlan,
  reachPositions,
  soldByUs,
} from '../support/exits.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
})
afterEach(() => world.close())

test('Close all leaves orders placed by hand and coins bought by hand untouched', async () => {
  const { alice, exchange } = world
  const before = coins(world, 'BTC')
  const byHand = exchange.placeByHand({
    symbol: 'BTC/USDT',
    side: 'sell',
    price: '90000',
    amount: '0.03',
  })
  await holdBitcoin(world)

  await reachPlan(world)
  await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(exchange.openOrders()).toEqual([byHand])
  const dust = boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT'))
  expect(coins(world, 'BTC').eq(before.plus(dust))).toBe(true)
  expect(dust.lt('0.00001')).toBe(true)
  expect(alice.text()).toContain('Left alone: 1 order that is not ours')
})

test('Close winners only sells what wins and keeps what loses', async () => {
  const { alice, exchange } = world
  await holdBitcoin(world)
  await holdEtherForBitcoin(world)
  exchange.setPrice('ETH/BTC', '0.04995')
  const ether = boughtByUs(world, 'ETH/BTC')

  await reachPositions(world)
  await tap(alice, 'Close winners only', 'exit-plan')
  const receipt = await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
  expect(ether.minus(soldByUs(world, 'ETH/BTC')).lt('0.001')).toBe(true)
  expect(receipt.text).toMatch(/Sold: .* ETH at .* BTC, .*realized \+0\.000/)
  expect(receipt.text).toMatch(/Kept: 0\.01\d+ BTC/)
  expect(exchange.openOrders()).toEqual([])
})

test('Choose one by one sells what is ticked and keeps the rest', async () => {
  const { alice } = world
  await holdBitcoin(world)
  await holdEtherForBitcoin(world)

  await reachPositions(world)
  expect((await tap(alice, 'Choose one by one', 'exit-checklist')).text).toContain(
    'Ticked positions are sold',
  )
  expect((await tap(alice, '☐ keep ETH', 'exit-checklist')).text).toContain(
    'Ticked positions are sold',
  )
  await alice.until((user) => user.screen()?.keyboard.flat()[1]?.text.startsWith('☑') === true)
  await tap(alice, 'Done', 'exit-loss')
  await tap(alice, 'Realize -', 'exit-plan')
  await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
  expect(soldByUs(world, 'ETH/BTC').gt(0)).toBe(true)
})

test('Keep all sells nothing, cancels our orders and is remembered for the next link', async () => {
  const { alice, exchange } = world
  await holdBitcoin(world)

  await reachPositions(world)
  await tap(alice, 'Keep all', 'exit-plan')
  await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
  expect(exchange.openOrders()).toEqual([])
  const { apiKey, secret } = exchange.createKey()
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  const linked = await say(alice, `${apiKey}\n${secret}`, 'key-linked')
  expect(linked.text).toContain('You kept these')
  expect(linked.text).toContain(`${boughtByUs(world, 'BTC/USDT').toFixed()} BTC`)
})

test('a position that is too small to sell is told as such and left', async () => {
  const { alice, exchange } = world
  await holdBitcoin(world)
  exchange.setPrice('BTC/USDT', '58900')
  await onExchange(world, () => exchange.openOrders().length > 0)
  for (const order of exchange.openOrders()) {
    if (order.side === 'sell') exchange.fillPartly(order.id, order.remaining.minus('0.00004'))
  }

  await reachPositions(world, 'exit-plan')
  const plan = alice.screen()
  expect(plan?.text).toContain('sells nothing')
  expect(plan?.text).toContain('too small to sell: BTC')
  const receipt = await tap(alice, 'Disconnect now', 'exit-receipt')

  expect(receipt.text).toMatch(/Too small to sell: 0\.0000\d+ BTC/)
  expect(exchange.openOrders()).toEqual([])
})

test('with no bots at all the key is erased after a plan that says so', async () => {
  const { alice } = world
  await say(alice, '/disconnect', 'exit-state')
  const plan = await tap(alice, 'Continue', 'exit-plan')

  expect(plan.text).toContain('cancels nothing')
  expect(plan.text).not.toContain('bots')
  const receipt = await tap(alice, 'Disconnect now', 'exit-receipt')
  expect(receipt.text).toContain('erased here')
})

test('of two keys the trader is asked which, and the other stays linked', async () => {
  const { alice, exchange } = world
  exchange.deposit('USDT', '1000', 'second')
  const second = await linkKey(world, { account: 'second' })

  expect((await say(alice, '/disconnect', 'exit-key')).text).toContain('Which key?')
  await tap(alice, `Binance 2 …${second.apiKey.slice(-4)}`, 'exit-state')
  await tap(alice, 'Continue', 'exit-plan')
  expect((await tap(alice, 'Disconnect now', 'exit-receipt')).text).toContain(
    'Binance 2 is disconnected',
  )

  const keys = await say(alice, '/keys', 'keys')
  expect(keys.text).toContain('works')
  expect(keys.text).not.toContain(second.apiKey.slice(-4))
})

test('the receipt tells what the exchange itself has on record', async () => {
  const { alice, exchange } = world
  await holdBitcoin(world)
  await reachPlan(world)
  const before = exchange.trades().length
  const receipt = await tap(alice, 'Disconnect now', 'exit-receipt')

  const sales = exchange.trades().slice(before)
  const sum = (of: (trade: (typeof sales)[number]) => Big) =>
    sales.reduce((total, trade) => total.plus(of(trade)), new Big(0))
  const amount = sum((trade) => trade.amount)
  const average = sum((trade) => trade.cost).div(amount)
  expect(receipt.text).toContain(`Sold: ${amount.toFixed()} BTC`)
  const said = /at ([\d,.]+) USDT, fee ([\d.]+) USDT/.exec(receipt.text)
  expect(Number(said?.[1]?.replaceAll(',', ''))).toBeCloseTo(average.toNumber(), 2)
  expect(said?.[2]).toBe(sum((trade) => trade.fee).toFixed())
  const bought = exchange.trades().filter(({ side }) => side === 'buy')
  const cost = bought.reduce((total, trade) => total.plus(trade.cost), new Big(0))
  const realized = sum((trade) => trade.cost.minus(trade.fee)).minus(cost)
  const told = Number(/realized (-[\d.]+) USDT/.exec(receipt.text)?.[1])
  expect(Math.abs(told - realized.toNumber())).toBeLessThan(1)
})
