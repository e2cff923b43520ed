import { afterEach, beforeEach, expect, test } from 'vitest'
import { wordsOf } from '../../src/telegram/words.ts'
import { linkKey, onExchange, say, tap } from '../support/journey.ts'
import {
  boughtByUs,
  coins,
  endOfExit,
  holdBitcoin,
  isOurs,
  later,
  reachPlan,
  soldByUs,
} from '../support/exits.ts'
import { openWorld, type World } from '../support/world.ts'

const NOT_ERASED = wordsOf('en').disconnect.progress.keyNotErased('').text

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
})
afterEach(() => world.close())

/** The prices of our sales that the exit sent. */
function salePrices(): number[] {
  return world.exchange
    .trades()
    .filter((trade) => trade.side === 'sell' && isOurs(trade))
    .map(({ price }) => price.toNumber())
}

test('a winner that falls under break-even is not sold but asked about, and Sell at sells at that floor or better', async () => {
  const { alice, exchange } = world
  exchange.setPrice('BTC/USDT', '58900')
  await reachPlan(world)
  exchange.setPrice('BTC/USDT', '58300')

  const question = await tap(alice, 'Disconnect now', 'exit-question')
  expect(salePrices()).toEqual([])
  expect(question.keyboard.flat()[0]?.text).toMatch(/^Sell at 5[78],[\d,.]+ \(-[\d.]+ USDT\)$/)
  await tap(alice, 'Sell at', 'exit-receipt')

  const floor = Number(
    /5[78],[\d,.]+/.exec(question.keyboard[0]?.[0]?.text ?? '')?.[0].replaceAll(',', ''),
  )
  expect(salePrices().every((price) => price >= floor)).toBe(true)
  expect(boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT')).lt('0.00001')).toBe(true)
})

test('Keep keeps a winner that fell, and says so', async () => {
  const { alice, exchange } = world
  exchange.setPrice('BTC/USDT', '58900')
  await reachPlan(world)
  exchange.setPrice('BTC/USDT', '58300')
  await tap(alice, 'Disconnect now', 'exit-question')
  const receipt = await tap(alice, 'Keep', 'exit-receipt')

  expect(salePrices()).toEqual([])
  expect(receipt.text).toContain('Kept: ')
})

test('a price that falls again is asked about again, and the first question does nothing any more', async () => {
  const { alice, exchange } = world
  exchange.setPrice('BTC/USDT', '58900')
  await reachPlan(world)
  exchange.setPrice('BTC/USDT', '58300')
  const first = await tap(alice, 'Disconnect now', 'exit-question')
  exchange.setPrice('BTC/USDT', '57000')
  const before = alice.messages().length
  await alice.untilAnswered(alice.taps('Sell at'))
  await alice.until((user) => user.messages().length > before)

  expect(salePrices()).toEqual([])
  const [sell] = first.keyboard.flat()
  const data = sell && 'callback_data' in sell ? sell.callback_data : ''
  const again = await alice.untilAnswered(alice.tapsData(data, first.id))
  expect(again.text).toContain('used already')
  await tap(alice, 'Sell at 56', 'exit-receipt')
  expect(salePrices().length).toBeGreaterThan(0)
})

test('a confirmed loser that falls by 5 % is asked about', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  exchange.movePrice('BTC/USDT', -5)
  const question = await tap(alice, 'Disconnect now', 'exit-question')

  expect(salePrices()).toEqual([])
  expect(question.text).toContain('Now about 54,6')
  await tap(alice, 'Sell at', 'exit-receipt')
})

test('a question that is left for a day is asked anew with the price of then', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  exchange.movePrice('BTC/USDT', -5)
  const old = await tap(alice, 'Disconnect now', 'exit-question')
  exchange.setPrice('BTC/USDT', '50000')
  const since = alice.moment()
  world.clock.advance(24 * 3_600 + 60)
  const asked = await alice.until({ screen: 'exit-question', since })
  expect(asked.text).toContain('Now about 49,9')

  const [sell] = old.keyboard.flat()
  const data = sell && 'callback_data' in sell ? sell.callback_data : ''
  const stale = await alice.untilAnswered(alice.tapsData(data, old.id))
  expect(stale.text).toContain('nothing was done')
  await tap(alice, 'Sell at 49', 'exit-receipt')
})

test('a thin book sells what it takes and asks about the rest', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  exchange.setBookDepth('BTC/USDT', '6')
  const question = await tap(alice, 'Disconnect now', 'exit-question')
  const sold = soldByUs(world, 'BTC/USDT')

  expect(sold.gt(0)).toBe(true)
  expect(question.text).toContain(`${boughtByUs(world, 'BTC/USDT').minus(sold).toFixed()} BTC`)
  exchange.setBookDepth('BTC/USDT', '100000')
  await tap(alice, 'Sell at', 'exit-receipt')
  expect(boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT')).lt('0.00001')).toBe(true)
})

test('a book without buyers is told as such, never as a position too small to sell', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  exchange.setBookDepth('BTC/USDT', '0')
  const question = await tap(alice, 'Disconnect now', 'exit-question')

  expect(question.text).toContain('Nobody buys it just now')
  const receipt = await tap(alice, 'Keep', 'exit-receipt')
  expect(receipt.text).toContain('Kept: ')
  expect(salePrices()).toEqual([])
})

test('a buy that fills while the orders are being cancelled comes back as a question about what grew', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  await say(alice, '/bots', 'bots')
  await tap(alice, 'Resume all', 'bots')
  await onExchange(world, () => exchange.openOrders().some(({ side }) => side === 'buy'))
  const decided = boughtByUs(world, 'BTC/USDT')
  const stop = exchange.onChange((event) => {
    if (event.kind !== 'order' || event.status !== 'CANCELED') return
    stop()
    const buy = exchange.openOrders().find(({ side }) => side === 'buy')
    if (buy !== undefined) exchange.fillPartly(buy.id, '0.004')
  })

  const question = await tap(alice, 'Disconnect now', 'exit-question')
  expect(soldByUs(world, 'BTC/USDT').lte(decided)).toBe(true)
  expect(question.text).toContain('more was bought')
  await tap(alice, 'Sell at', 'exit-receipt')
  expect(boughtByUs(world, 'BTC/USDT').minus(soldByUs(world, 'BTC/USDT')).lt('0.00001')).toBe(true)
  expect(exchange.openOrders()).toEqual([])
})

/** Lets the waits of caches pass until a question is there. */
const nextQuestion = () => later(world, { screen: 'exit-question' }, { step: 4 })

test('coins that were withdrawn meanwhile are asked about before the erase, and kept on record', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  for (const order of exchange.openOrders()) exchange.cancelByHand(order.id)
  const bought = boughtByUs(world, 'BTC/USDT')
  exchange.withdraw('BTC', coins(world, 'BTC').minus('0.00005'))
  alice.taps('Disconnect now')
  const question = await nextQuestion()

  expect(question.text).toContain('not on your spot account any more')
  expect(question.keyboard.flat().map(({ text }) => text)).toEqual([
    'Look again',
    'Keep and finish',
  ])
  expect(alice.text()).toContain('sold 0 of 1')
  expect(await alice.until({ screen: 'exit-progress', text: NOT_ERASED })).toBeDefined()

  const receipt = await tap(alice, 'Keep and finish', 'exit-receipt')
  expect(receipt.text).toContain(`Not sold: ${bought.toFixed()} BTC`)
  expect(receipt.text).toContain('kept on record')
  expect(salePrices()).toEqual([])
}, 60_000)

test('Look again sells coins that are back on the account', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  for (const order of exchange.openOrders()) exchange.cancelByHand(order.id)
  const bought = boughtByUs(world, 'BTC/USDT')
  const all = coins(world, 'BTC').minus('0.00005')
  exchange.withdraw('BTC', all)
  alice.taps('Disconnect now')
  await nextQuestion()
  exchange.deposit('BTC', all)
  await alice.untilAnswered(alice.taps('Look again'))
  const receipt = await endOfExit(world)

  expect(receipt.text).toContain('Sold: ')
  expect(bought.minus(soldByUs(world, 'BTC/USDT')).lt('0.00001')).toBe(true)
}, 60_000)

test('of coins that were withdrawn in part what is left is sold, and the rest is asked about', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  for (const order of exchange.openOrders()) exchange.cancelByHand(order.id)
  exchange.withdraw('BTC', coins(world, 'BTC').minus('0.01'))
  alice.taps('Disconnect now')
  await nextQuestion()
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0.01')
  const receipt = await tap(alice, 'Keep and finish', 'exit-receipt')

  expect(receipt.text).toContain('Sold: 0.01 BTC')
  expect(receipt.text).toContain('Not sold: 0.00')
  expect(coins(world, 'BTC').toFixed()).toBe('0')
}, 60_000)
