import { Big } from 'big.js'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { reachPositions } from '../support/exits.ts'
import { linkKey, say, tap } from '../support/journey.ts'
import {
  expectCalm,
  labels,
  latest,
  newLinkedTrader,
  runGrid,
  tickUntil,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

/** Left the account with what a grid had bought at 59,000, and is back on it. */
async function cameBack(): Promise<Trader> {
  world.exchange.setPrice('BTC/USDT', '60000')
  const trader = await newLinkedTrader(world)
  const { alice, account, exchange } = trader
  await runGrid(trader)
  exchange.setPrice('BTC/USDT', '58500')
  await tickUntil(trader, () => exchange.openOrders(account).some(({ side }) => side === 'sell'))
  await reachPositions(trader)
  await tap(alice, 'Keep all', ': the plan')
  await tap(alice, 'Disconnect now', 'Binance is disconnected')
  await linkKey(trader, { account })
  return trader
}

function dataOf(message: ChatMessage, label: string): string {
  const button = message.keyboard.flat().find(({ text }) => text.startsWith(label))
  if (button === undefined || !('callback_data' in button)) throw new Error(`No ${label}`)
  return button.callback_data
}

/** Answers the dialogue up to its preview. */
async function answerAll({ alice }: Trader): Promise<string> {
  await say(alice, '300', 'How many safety orders')
  await say(alice, '2', 'How many % under the base order')
  await say(alice, '2', 'How many % shall a deal earn')
  return (await say(alice, '1.5', 'is this right')).text
}

test('coins that were kept begin a new bot: in its book at their cost, sold with its take-profit, taken over once', async () => {
  const trader = await cameBack()
  const { alice, exchange, account } = trader
  const [bought] = exchange.trades(account)
  const offer = latest(alice)
  const [, label = ''] = labels(offer).flat()
  expect(label).toMatch(/^New bot with 0\.0016\d+ BTC$/)

  await tap(alice, label, 'How much money may the bot use')
  const preview = await answerAll(trader)
  expect(preview.replaceAll(/0\.0016\d+/g, '0.0016…')).toMatchInlineSnapshot(`
    "DCA BTC/USDT: is this right?

    Money given: 300 USDT; it uses at most 300.00 USDT, fees included.
    Smallest order: about 98.87 USDT (the exchange takes 5.00 USDT and more).
    The first deal begins with 0.0016… BTC that you kept, bought for about 59,059.06 each, in the place of its base order.
    Of this deal all is sold together at 60,004.95, and lower with each safety order that fills.
    Each deal begins with a base order: it buys for about 100.00 USDT at the price of the moment, now 58,500, and at most 0.5 % above it.
    Then 2 safety orders below it, from 57,330 down to 56,160 USDT, for 99.85 USDT to 99.50 USDT each.
    All is sold together once that earns 1.5 % after fees: at about 59,496.38 after the base order alone, and lower with each safety order that fills. A deal earns about +1.48 USDT to +4.47 USDT.
    After a sale the next deal begins, with the same money: profits are not put at stake.
    If the price falls under the last safety order, the bot holds what it bought, at a loss on paper. It has no stop-loss."
  `)
  await tap(alice, 'Start', 'DCA BTC/USDT is started')
  await tickUntil(trader, () => exchange.openOrders(account).length === 3)

  const [sale] = exchange.openOrders(account).filter(({ side }) => side === 'sell')
  const held = bought?.amount.minus(bought.fee) ?? new Big(0)
  expect(sale?.amount.toFixed()).toBe(held.round(5, 0).toFixed())
  expect(exchange.trades(account)).toHaveLength(1)
  const card = await tap(alice, 'Show the bot', 'State: running')
  expect(card.text).toContain(`Position: ${held.toFixed()} BTC`)

  alice.tapsData(dataOf(offer, label), card.id)
  await alice.until('Another bot goes on with these coins already')
  expect(exchange.trades(account)).toHaveLength(1)
})

test('coins that went away by hand are not taken over, and what is left is said', async () => {
  const trader = await cameBack()
  const { alice, exchange, account } = trader
  const all = exchange.balances(account).find(({ asset }) => asset === 'BTC')?.free ?? new Big(0)
  exchange.withdraw('BTC', all.minus('0.001').toFixed(), account)

  const offer = latest(alice)
  const data = dataOf(offer, 'New bot with')
  await tap(alice, 'New bot with', 'How much money may the bot use')
  expect(await answerAll(trader)).toMatch(
    /Of the 0\.0016\d+ BTC that you kept, 0\.001 BTC is free on the account now/,
  )
  exchange.withdraw('BTC', '0.0004', account)
  await tap(alice, 'Start', 'Fewer of the coins are free on the account now')
  exchange.withdraw('BTC', '0.0006', account)
  alice.tapsData(data, offer.id)
  await alice.until('nothing is free on the account now')
  expect(exchange.openOrders(account)).toEqual([])
})
