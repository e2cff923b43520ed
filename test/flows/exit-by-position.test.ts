import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import {
  boughtByUs,
  coins,
  eventually,
  holdBitcoin,
  holdEtherForBitcoin,
  isOurs,
  later,
  reachPlan,
  sells,
  soldByUs,
  untilIdle,
} from '../support/exits.ts'
import { choosePasting, linkKey, say, tap } from '../support/journey.ts'
import { openWorld, type World } from '../support/world.ts'

const w = wordsOf('en').disconnect.progress

let world: World
beforeEach(async () => {
  world = await openWorld({ botTickSeconds: 0.3 })
  await linkKey(world)
  await holdBitcoin(world)
  await holdEtherForBitcoin(world)
}, 60_000)
afterEach(() => world.close())

const labels = ({ keyboard }: ChatMessage) => keyboard.flat().map(({ text }) => text)
const left = (symbol: string) => boughtByUs(world, symbol).minus(soldByUs(world, symbol))
const bitcoinIsSold = () => eventually(() => left('BTC/USDT').lt('0.00001'))

test('a pair that has left before /disconnect is kept on record, and the other position is sold', async () => {
  const { alice, exchange } = world
  const ether = boughtByUs(world, 'ETH/BTC')
  exchange.delist('ETH/BTC')
  const state = await say(alice, '/disconnect', 'exit-state')
  expect(state.text).toContain('can’t be sold here any more')
  await tap(alice, 'Not now', 'exit-left')
  await reachPlan(world)
  const plan = await alice.until({ screen: 'exit-plan' })
  expect(plan.text).toContain('sells 1 position')
  expect(plan.text).toContain('can’t be sold here any more, kept on record: ETH')

  alice.taps('Disconnect now')
  const receipt = await later(world, { screen: 'exit-receipt' })
  await bitcoinIsSold()
  expect(receipt.text).toContain(`Can’t be sold here any more: ${ether.toFixed()} ETH`)
  expect(alice.text()).toContain('sold 1 of 1')
}, 90_000)

test('a pair that leaves between the plan and Disconnect now is one question, and the rest is sold', async () => {
  const { alice, exchange } = world
  const ether = boughtByUs(world, 'ETH/BTC')
  await reachPlan(world)
  exchange.delist('ETH/BTC')
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  await bitcoinIsSold()
  expect(question.text).toContain('does not list ETH/BTC any more')
  expect(labels(question)).toEqual(['Keep and finish', 'Wait'])
  await later(world, { screen: 'exit-progress', text: w.keyNotErased('').text })
  const receipt = await tap(alice, 'Keep and finish', 'exit-receipt')
  expect(receipt.text).toContain(`${ether.toFixed()} ETH`)
  expect(receipt.text).toContain('kept on record')
}, 90_000)

test('a pair that leaves while the exit looks is one question, and the rest is sold', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  const stop = exchange.onChange((event) => {
    if (event.kind !== 'order' || event.status !== 'CANCELED' || event.symbol !== 'ETH/BTC') return
    stop()
    exchange.delist('ETH/BTC')
  })
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  await bitcoinIsSold()
  expect(question.text).toContain('ETH/BTC')
  await alice.untilAnswered(alice.taps('Keep and finish'))
  const receipt = await later(world, { screen: 'exit-receipt' })
  expect(receipt.text).toContain('ETH')
}, 90_000)

test('a paused pair is named in the plan, waited for, and sold when it trades again', async () => {
  const { alice, exchange } = world
  exchange.halt('ETH/BTC', { emptyBook: true, orders: 'taken-out' })
  await reachPlan(world)
  const plan = await alice.until({ screen: 'exit-plan' })
  expect(plan.text).toContain('sells 2 positions, of which 1 can be sold now, for about')
  expect(plan.text).toContain('ETH: can’t be sold while the pair is paused')
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  await bitcoinIsSold()
  expect(question.text).toContain('has paused ETH/BTC')
  expect(labels(question)).toEqual(['Wait', 'Keep and finish'])
  const asking = await alice.until({ screen: 'exit-progress', text: w.questions(1).text })
  expect(asking.text).toContain('ETH waits for your answer')
  const since = alice.moment()
  await alice.untilAnswered(alice.taps('Wait'))
  // From now on it waits for the pair, not for an answer.
  const waiting = await later(world, { screen: 'exit-progress', since })
  expect(waiting.text).toContain('ETH waits: the pair is paused')
  expect(waiting.text).not.toContain(w.questions(1).text)
  exchange.resume('ETH/BTC')
  exchange.setPrice('ETH/BTC', '0.0495')
  const receipt = await later(world, { screen: 'exit-receipt' })
  expect(left('ETH/BTC').lt('0.001')).toBe(true)
  expect(receipt.text).toMatch(/Sold: .* ETH/)
}, 90_000)

test('/positions says of a pair that is gone that it can’t be sold, and values the others', async () => {
  const { alice, clock, exchange } = world
  exchange.delist('ETH/BTC')
  clock.advance(61)
  const positions = await say(alice, '/positions', 'positions')

  const of = (coin: string) => positions.text.split('\n').find((line) => line.includes(` ${coin}`))
  expect(of('ETH')).toContain('can’t be sold here any more')
  expect(of('BTC')).toMatch(/now about [\d,.]+/)
}, 60_000)

/** The bot's sell is cancelled at the exchange, so that its coins are free for the trader. */
function freeEther() {
  const { exchange } = world
  for (const order of exchange.openOrders()) {
    if (order.symbol === 'ETH/BTC' && isOurs(order)) exchange.cancelByHand(order.id)
  }
  return coins(world, 'ETH')
}

test('coins in the trader’s own resting sale are told of before Disconnect now, and asked about before the erase', async () => {
  const { alice, exchange } = world
  const order = { symbol: 'ETH/BTC', side: 'sell', price: '0.09' } as const
  const own = exchange.placeByHand({ ...order, amount: freeEther().round(3, 0) })
  const state = await say(alice, '/disconnect', 'exit-state')
  expect(state.text).toContain('locked in an order that is not ours')
  expect(labels(state)).toContain('Look again')
  await tap(alice, 'Not now', 'exit-left')
  await reachPlan(world)
  const plan = await alice.until({ screen: 'exit-plan' })
  expect(plan.text).toContain('ETH of it can’t be sold now')
  // What is free of it is too small for any sale.
  expect(plan.text).toContain('sells 2 positions, of which 1 can be sold now')
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  expect(labels(question)).toEqual(['Look again', 'Keep and finish'])
  expect(question.text).toContain('Cancel that order')
  await bitcoinIsSold()
  expect(exchange.openOrders().map(({ id }) => id)).toEqual([own.id])
  exchange.cancelByHand(own.id)
  await alice.untilAnswered(alice.taps('Look again'))
  await later(world, { screen: 'exit-receipt' })
  expect(left('ETH/BTC').lt('0.001')).toBe(true)
}, 90_000)

test('coins in Earn are told of before Disconnect now, asked about before the erase, and kept on record', async () => {
  const { alice, exchange } = world
  const all = freeEther()
  const ours = boughtByUs(world, 'ETH/BTC').toFixed()
  exchange.lockCoins('ETH', all)
  const state = await say(alice, '/disconnect', 'exit-state')
  expect(state.text).toContain('Redeem it from Earn')
  await tap(alice, 'Not now', 'exit-left')
  await reachPlan(world)
  expect((await alice.until({ screen: 'exit-plan' })).text).toContain(
    'sells 2 positions, of which 1 can be sold now',
  )
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  expect(question.text).toContain('not on your spot account any more')
  await bitcoinIsSold()
  await later(world, { screen: 'exit-progress', text: w.sold('', 1, 2).text })
  const receipt = await tap(alice, 'Keep and finish', 'exit-receipt')
  expect(receipt.text).toContain(`Not sold: ${ours} ETH`)
  expect(soldByUs(world, 'ETH/BTC').toFixed()).toBe('0')

  const { apiKey, secret } = exchange.createKey()
  exchange.unlockCoins('ETH', all)
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  const linked = await say(alice, `${apiKey}\n${secret}`, 'key-linked')
  expect(linked.text).toContain(`${ours} ETH`)
}, 90_000)

test('a step and a tick that become coarser right before the exit are fitted at once', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  exchange.setFilters('BTC/USDT', { stepSize: '0.0001', minQty: '0.0001', tickSize: '0.5' })
  alice.taps('Disconnect now')
  const receipt = await later(world, { screen: 'exit-receipt' })

  expect(left('BTC/USDT').lt('0.0001')).toBe(true)
  expect(receipt.text).toMatch(/Sold: .* BTC/)
  expect(alice.messages().some(({ text }) => text.includes('What now?'))).toBe(false)
}, 90_000)

test('one refusal for too little balance is tried again by the balance of now, without a question', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  const body = '{"code":-2010,"msg":"Account has insufficient balance for requested action."}'
  exchange.fault({
    method: 'POST',
    path: '/api/v3/order',
    symbol: 'BTC/USDT',
    effect: { kind: 'status', status: 400, body },
  })
  alice.taps('Disconnect now')
  await later(world, { screen: 'exit-receipt' })

  await bitcoinIsSold()
  expect(alice.messages().some(({ text }) => text.includes('What now?'))).toBe(false)
}, 90_000)

test('a pair whose every request is unanswered is asked about after minutes; the rest is sold at once', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  const body = '{"code":-1007,"msg":"Timeout waiting for response from backend server."}'
  exchange.fault({
    symbol: 'ETH/BTC',
    times: Infinity,
    effect: { kind: 'status', status: 504, body },
  })
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  await bitcoinIsSold()
  expect(question.text).toContain('gives no answer about its orders')
  expect(labels(question)).toEqual(['Wait', 'Finish, I look after it myself'])
  const receipt = await tap(alice, 'Finish, I look', 'exit-receipt')
  expect(receipt.text).toContain('left for you to do')
  expect(receipt.text).toMatch(/☐ cancel the sell of .* ETH/)
  expect(receipt.text).toMatch(/☐ sell .* ETH into BTC/)
}, 90_000)

test('a bot on a pair that is gone can be removed, and the other bot stays', async () => {
  const { alice, exchange } = world
  exchange.delist('ETH/BTC')
  await say(alice, '/bots', 'bots')
  await tap(alice, '🟢 Grid ETH/BTC', 'bot')
  await tap(alice, 'Remove', 'exit-bots')
  await tap(alice, 'Pause and continue', 'exit-plan')
  alice.taps('Remove the bot')
  const receipt = await later(world, { screen: 'exit-receipt' })

  expect(receipt.text).toContain('Grid ETH/BTC is removed')
  expect(receipt.text).toContain('Can’t be sold here any more')
  expect(soldByUs(world, 'BTC/USDT').toFixed()).toBe('0')
}, 90_000)

test('a sale whose answer is lost as its pair leaves is never called kept: its trader is told to look first', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  const lost = { method: 'POST', path: '/api/v3/order', symbol: 'ETH/BTC' } as const
  exchange.fault({ ...lost, effect: { kind: 'drop-after' } })
  const stop = exchange.onChange((event) => {
    if (event.kind !== 'order' || event.status !== 'FILLED' || event.symbol !== 'ETH/BTC') return
    stop()
    exchange.delist('ETH/BTC')
  })
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  await bitcoinIsSold()
  expect(left('ETH/BTC').lt('0.001')).toBe(true)
  expect(question.text).toContain('may have been sold')
  expect(question.text).not.toContain('not sold')
  expect(labels(question)).toEqual(['Wait', 'Finish, I look after it myself'])
  const receipt = await tap(alice, 'Finish, I look', 'exit-receipt')
  expect(receipt.text).toContain('left for you to do')
  expect(receipt.text).toMatch(/A sale of ETH .* Look first whether it was sold/)
  expect(receipt.text).not.toContain('Not sold')
  expect(receipt.text).not.toContain('on record')
}, 90_000)

test('a coin that was renamed is told as a paused pair, waited for, and kept on record as the coin it was', async () => {
  const { alice, exchange } = world
  const ether = boughtByUs(world, 'ETH/BTC').toFixed()
  exchange.rename('ETH', 'ETHN', { old: 'halted' })
  const all = coins(world, 'ETHN').toFixed()
  const state = await say(alice, '/disconnect', 'exit-state')
  expect(state.text).toContain('ETH of it can’t be sold now')
  await tap(alice, 'Not now', 'exit-left')
  await reachPlan(world)
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })

  await bitcoinIsSold()
  expect(question.text).toContain('has paused ETH/BTC')
  expect(labels(question)).toEqual(['Wait', 'Keep and finish'])
  const receipt = await tap(alice, 'Keep and finish', 'exit-receipt')
  expect(receipt.text).toContain(`Not sold: ${ether} ETH, the pair is paused at the exchange`)
  expect(receipt.text).toContain('kept on record')
  // The coins that came in their place are the trader's, and stay as they are.
  expect(coins(world, 'ETHN').toFixed()).toBe(all)
}, 90_000)

test('an order that may have filled before its pair left is not called unsold in silence', async () => {
  const { alice, exchange } = world
  await reachPlan(world)
  // What rests fills, and the exchange can't be asked about it any more.
  for (const { id, amount } of sells(world, 'ETH/BTC')) exchange.fillPartly(id, amount)
  exchange.delist('ETH/BTC')
  alice.taps('Disconnect now')
  const question = await later(world, { screen: 'exit-question' })
  expect(question.text).toContain('does not list ETH/BTC any more')
  await later(world, { screen: 'exit-progress', text: w.sold('', 1, 2).text })
  for (let i = 0; i < 8; i += 1) {
    world.clock.advance(10)
    await untilIdle(world)
  }
  await alice.untilAnswered(alice.taps('Keep and finish'))
  const receipt = await later(world, { screen: 'exit-receipt' })
  expect(receipt.text).toContain('open when the exchange delisted ETH/BTC')
}, 90_000)
