import { Big } from 'big.js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { toShortId } from '../../src/telegram/short-id.ts'
import { chooseStrategy, linkKey, say, tap } from '../support/journey.ts'
import {
  expectCalm,
  hear,
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
beforeEach(() => world.exchange.setPrice('BTC/USDT', '60000'))
afterEach(() => expectCalm(world))
afterAll(() => world.close())

/** A second account of the trader's at the exchange, linked as `Binance 2`. */
async function linkAnother(trader: Trader): Promise<string> {
  const account = `${trader.account}-other`
  await linkKey(trader, { account })
  return account
}

/** Pauses the trader's only bot; its orders stay. */
async function pause({ alice }: Trader, name = 'Grid BTC/USDT'): Promise<ChatMessage> {
  await hear(alice, '/bots', 'bots')
  await tap(alice, `🟢 ${name}`, 'bot')
  expect((await tap(alice, 'Pause', 'bot-paused')).text).toContain('places nothing any more')
  return tap(alice, 'Leave its orders', 'bot')
}

/** Opens the card of a paused bot in a new message. */
async function openPaused({ alice }: Trader, name = 'Grid BTC/USDT'): Promise<ChatMessage> {
  await hear(alice, '/bots', 'bots')
  return tap(alice, `⏸ ${name}`, 'bot')
}

/** Somebody else, and the id of their key as buttons carry it. */
async function keyOfAnother(): Promise<Trader & { shortId: string }> {
  const other = await newLinkedTrader(world)
  const keys = await hear(other.alice, '/keys', 'keys')
  return { ...other, shortId: toShortId(dataOf(keys, 'Binance').split(':')[1] ?? '') }
}

function dataOf(message: ChatMessage, label: string): string {
  const button = message.keyboard.flat().find(({ text }) => text.startsWith(label))
  if (button === undefined || !('callback_data' in button)) throw new Error(`No ${label}`)
  return button.callback_data
}

test('a paused bot moves to another key: paused, by its trader alone, and the old one stays and can’t run', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  await runGrid(trader)
  const alone = await pause(trader)
  expect(labels(alone).flat()).not.toContain('Move to another key')
  const other = await linkAnother(trader)

  await openPaused(trader)
  const preview = await tap(alice, 'Move to another key', 'move-plan')
  expect(preview.text).toContain('Move Grid BTC/USDT to Binance 2')
  expect(preview.text).toMatchInlineSnapshot(`
    "Move Grid BTC/USDT to Binance 2

    • Grid BTC/USDT: Lowest price 55,000 USDT, Highest price 65,000 USDT, Money 1,000 USDT, Number of grids 10, Spacing Equally far in price

    Given in all: 1,000 USDT, of 10,000.00 USDT free on Binance 2.
    A bot that moves is made anew there, paused: it orders nothing until you resume it.
    The old Grid BTC/USDT on Binance stays paused with its 5 open orders and can’t run while the new one is there. Open orders may still fill. When you are done with it, remove it."
  `)
  const go = dataOf(preview, 'Create paused')
  const foreign = await keyOfAnother()
  for (const [user, data] of [
    [foreign.alice, go],
    [alice, go.replace(/:[^:]+:go/, `:${foreign.shortId}:go`)],
  ] as const) {
    const { text } = await user.untilAnswered(user.tapsData(data, preview.id))
    expect(text).toMatch(/nothing was made/)
  }
  const made = await tap(alice, 'Create paused', 'moved')
  expect(made.text).toContain('1 bot made on Binance 2, paused')
  expect(made.text).toMatchInlineSnapshot(`
    "⏸ 1 bot made on Binance 2, paused
    • Grid BTC/USDT 2, of Grid BTC/USDT: Lowest price 55,000 USDT, Highest price 65,000 USDT, Money 1,000 USDT, Number of grids 10, Spacing Equally far in price

    Nothing is ordered until you resume.
    The old Grid BTC/USDT on Binance stays paused with its 5 open orders and can’t run while the new one is there. Open orders may still fill. When you are done with it, remove it."
  `)
  expect(labels(made)).toEqual([['Resume', 'Bots']])

  const again = await alice.untilAnswered(alice.tapsData(go, made.id))
  expect(again.text).toContain('It is done already')
  trader.clock.advance(90)
  expect(exchange.orders(other)).toEqual([])
  expect((await tap(alice, 'Resume', 'bots')).text).toContain('Grid BTC/USDT 2 · running')
  await tickUntil({ ...trader, account: other }, () => exchange.openOrders(other).length === 5)

  const old = await openPaused(trader)
  expect(old.text).toContain('It has moved: Grid BTC/USDT 2 goes on with its settings')
  expect(labels(old).flat()).not.toContain('Resume')
  expect(labels(old).flat()).not.toContain('Move to another key')
  const resumed = await alice.untilAnswered(
    alice.tapsData(dataOf(old, 'Chart').replace('day', 'go'), old.id),
  )
  expect(resumed.text).toContain('Grid BTC/USDT 2 goes on with its settings')
  expect(exchange.openOrders(account)).toHaveLength(5)
})

/** Leaves `Binance` with what its grid had bought at 59,000; gives the receipt. */
async function leaveKeeping(trader: Trader): Promise<ChatMessage> {
  const { alice, account, exchange } = trader
  exchange.setPrice('BTC/USDT', '58500')
  await tickUntil(trader, () => exchange.openOrders(account).some(({ side }) => side === 'sell'))
  expect((await say(alice, '/disconnect', 'exit-key')).text).toContain('Which key')
  await tap(alice, 'Binance …', 'exit-state')
  await tap(alice, 'Continue', 'exit-bots')
  await tap(alice, 'Pause and continue', 'exit-positions')
  await tap(alice, 'Keep all', 'exit-plan')
  return tap(alice, 'Disconnect now', 'exit-receipt')
}

test('what a disconnect left is offered by its receipt and by new keys, once: bots go on elsewhere, kept coins in a new bot', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  await runGrid(trader)
  const other = await linkAnother(trader)
  const receipt = await leaveKeeping(trader)

  await linkKey(trader, { account })
  const offer = latest(alice)
  expect(offer.text).toContain('1 bot was removed when you disconnected lately')
  exchange.setPrice('BTC/USDT', '54000')
  const refused = await tap(alice, 'Move 1 bot here', 'move-plan')
  expect(refused.text).toContain('can’t move as it is')
  expect(refused.text).toContain('Lowest price must be at most 53999.99 USDT')
  expect(labels(refused)).toEqual([['Bots']])
  exchange.setPrice('BTC/USDT', '58500')
  expect((await tap(alice, 'Move 1 bot to another key', 'move-key')).text).toContain('To which key')
  expect(alice.text()).toContain('Binance is disconnected')
  expect((await tap(alice, 'Binance 2', 'move-plan')).text).toContain(
    'Move Grid BTC/USDT to Binance 2',
  )
  expect((await tap(alice, 'Create paused', 'moved')).text).toContain('1 bot made on Binance 2')
  expect(exchange.orders(other)).toEqual([])
  const stale = await alice.untilAnswered(alice.tapsData(dataOf(receipt, 'Move 1 bot'), receipt.id))
  expect(stale.text).toContain('nothing to move')

  const adopt = dataOf(offer, 'New bot with 0.0016')
  const since = alice.moment()
  alice.tapsData(adopt, offer.id)
  await alice.until({ screen: 'new-bot-question', since })
  await say(alice, '300', 'new-bot-question')
  expect((await say(alice, '2', 'new-bot-question')).text).toContain(
    'How many % under the base order',
  )
  await say(alice, '2', 'new-bot-question')
  const preview = (await say(alice, '1.5', 'new-bot-preview')).text
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
  await tap(alice, 'Start', 'new-bot-started')
  const before = exchange.orders(account).length
  await tickUntil(trader, () => exchange.openOrders(account).length === 3)
  const [bought, ...others] = exchange.trades(account)
  const held = bought?.amount.minus(bought.fee) ?? new Big(0)
  const [sale] = exchange.openOrders(account).filter(({ side }) => side === 'sell')
  expect(sale?.amount.toFixed()).toBe(held.round(5, 0).toFixed())
  expect([others.length, exchange.orders(account).length - before]).toEqual([0, 3])
  const card = await tap(alice, 'Show the bot', 'bot')
  expect(card.text).toContain(`Position: ${held.toFixed()} BTC`)
  alice.tapsData(adopt, card.id)
  expect((await alice.until({ screen: 'new-bot-not-started' })).text).toContain(
    'Another bot goes on with these coins already',
  )

  await linkKey(trader, { account: `${account}-fourth` })
  expect(labels(latest(alice)).flat()).toEqual(['New bot', '‹ Keys'])
})

test('more money is asked for on the button, and given only by that tap', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  await chooseStrategy(alice, 'DCA')
  await say(alice, 'BTC/USDT', 'new-bot-question')
  await say(alice, '12.2', 'new-bot-question')
  expect((await say(alice, '1', 'new-bot-question')).text).toContain(
    'How many % under the base order',
  )
  await say(alice, '2', 'new-bot-question')
  await say(alice, '1.5', 'new-bot-preview')
  await tap(alice, 'Start', 'new-bot-started')
  await tickUntil(trader, () => exchange.openOrders(account).length === 2)
  await pause(trader, 'DCA BTC/USDT')
  await linkAnother(trader)
  // The smallest amount that the exchange takes is worth more now.
  exchange.setPrice('BTC/USDT', '124000')
  await openPaused(trader, 'DCA BTC/USDT')

  const asked = await tap(alice, 'Move to another key', 'move-plan')
  expect(asked.text).toContain('smallest orders of Binance 2 need')
  const [[yes = ''] = []] = labels(asked)
  expect(yes).toBe('Create paused with 18 USDT')
  const silent = dataOf(asked, yes).replace(/:[\d.]+$/, ':go')
  const answer = await alice.untilAnswered(alice.tapsData(silent, asked.id))
  expect(answer.text).toContain('Something has changed')
  const made = await tap(alice, yes, 'moved')
  expect(made.text).toContain('1 bot made')
  expect(made.text).toContain('Money 18 USDT')
})
