import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { Key } from '../../src/keys/key.ts'
import { ordersChangedView } from '../../src/telegram/notices/order-notices.ts'
import type { Order } from '../../src/trading/order.ts'
import { positionOf } from '../../src/trading/position.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { commandsOf } from '../../src/telegram/commands.ts'
import { helpView, startView } from '../../src/telegram/help/help-views.ts'
import { reviewView } from '../../src/telegram/help/review-view.ts'
import { keysView, keyView } from '../../src/telegram/keys/keys-views.ts'
import { linkedView } from '../../src/telegram/keys/link-views.ts'
import type { BotCard } from '../../src/telegram/trading-bots/bot-cards.ts'
import { botsView, botView } from '../../src/telegram/trading-bots/bots-views.ts'
import { pausedView } from '../../src/telegram/trading-bots/pause-views.ts'
import { profitsOf } from '../../src/trading-bots/profits.ts'
import type { View } from '../../src/telegram/view.ts'
import { picture } from '../support/picture.ts'
import { aKey, NOW } from './key-on-screen.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const NASTY = '<b>A & B</b>'

function aBot(overrides: Partial<TradingBot> = {}): TradingBot {
  return {
    id: 'bot-1',
    userId: '42',
    keyId: 'key-1',
    name: 'Grid BTC/USDT',
    strategy: 'grid',
    symbol: 'BTC/USDT',
    parameters: { money: '1000' },
    status: 'running',
    resting: 'keep',
    reason: undefined,
    createdAt: NOW,
    ...overrides,
  }
}

function anOrder(side: 'buy' | 'sell', at: string): Order {
  return { side, price: new Big(at), status: 'open' } as Order
}

const POSITION = positionOf(
  [
    {
      side: 'buy',
      amount: new Big('0.002'),
      cost: new Big('118'),
      fees: [{ amount: new Big('0.000002'), coin: 'BTC' }],
    },
  ],
  'BTC',
  'USDT',
)

function aCard(changes: Partial<TradingBot> = {}, key: Partial<Key> = {}): BotCard {
  const bot = aBot(changes)
  const prices = new Map([[bot.symbol, new Big('58500')]])
  const books = [{ bot, position: POSITION, atDayStart: POSITION }]
  const [profit] = profitsOf(books, prices, new Big('0.001'))
  if (profit === undefined) throw new TypeError('Cannot make a card: no profit')
  return {
    bot,
    key: aKey(key),
    position: POSITION,
    profit,
    priceNow: new Big('58500'),
    asOf: NOW,
    orders: [anOrder('buy', '58000'), anOrder('sell', '60000')],
  }
}

test('the first screen says what Undock is and what comes next', () => {
  expect(picture(startView(EN, [], [], true))).toMatchInlineSnapshot(`
    "<b>Undock</b> runs trading bots on your exchange account, watches your exchange keys, and gets you off an exchange cleanly.

    /disconnect is the heart of it: bots paused, our orders cancelled, each position closed or knowingly kept, a backup in your hands, the key erased, and the truth told at every step. Orders and coins that are not ours are never touched, and a loss is never made real without your worded yes.

    When an exchange revokes a key, you get one notice, with the list of what must then be done by hand.

    This is the playground: the exchange is made of paper, no real money moves.

    [Link a key]"
  `)
})

test('help lists every command', () => {
  const { text } = helpView(EN, startView(EN, [aKey()], [], false), commandsOf(EN))

  for (const { command } of commandsOf(EN)) expect(text).toContain(`/${command}: `)
})

test('the list of bots shows state and profit, with Pause all on top', () => {
  const cards = [
    aCard(),
    aCard({ id: 'bot-2', status: 'paused', reason: 'trader' }),
    aCard({ id: 'bot-3', status: 'failed', reason: 'insufficient-funds' }),
  ]
  expect(picture(botsView(EN, cards))).toMatchInlineSnapshot(`
    "<b>Your bots</b>

    🟢 <b>Grid BTC/USDT</b> · running · about -1.23 USDT in all, +0.00 USDT today
    ⏸ <b>Grid BTC/USDT</b> · paused · about -1.23 USDT in all, +0.00 USDT today
    🔴 <b>Grid BTC/USDT</b> · stopped by itself · about -1.23 USDT in all, +0.00 USDT today

    Together: about -3.70 USDT in all, +0.00 USDT today

    [Pause all]
    [Resume all]
    [🟢 Grid BTC/USDT]
    [⏸ Grid BTC/USDT]
    [🔴 Grid BTC/USDT]
    [New bot]"
  `)
})

test('hundreds of bots come in pages that Telegram takes, none left out', () => {
  const cards = Array.from({ length: 250 }, (_, i) => aCard({ id: `bot-${i}`, name: `Grid ${i}` }))
  const pages = Array.from({ length: 13 }, (_, i) => botsView(EN, cards, i + 1))

  for (const { text, keyboard } of pages) {
    expect(text.length).toBeLessThan(4_096)
    expect(keyboard.flat().length).toBeLessThan(90)
  }
  const data = pages.flatMap(({ keyboard }) => keyboard.flat()).map(dataOf)
  expect(data.filter((one) => one.endsWith(':show'))).toHaveLength(250)
  expect(pages[12]?.keyboard.slice(-2).map((row) => row.map(dataOf))).toEqual([
    ['bots:12', 'bots:13'],
    ['newbot'],
  ])
  expect(pages[0]?.text).toContain('Together: about -308.47 USDT')
})

function dataOf(one: View['keyboard'][number][number]): string {
  return 'callback_data' in one ? one.callback_data : ''
}

test('a bot’s card tells its money, position, profit and orders', () => {
  expect(picture(botView(EN, aCard()))).toMatchInlineSnapshot(`
    "🟢 <b>Grid BTC/USDT</b> on Binance
    State: running

    Money given: 1,000 USDT
    Position: 0.001998 BTC, bought at about 59,059.059 USDT
    Price now: 58,500 USDT
    Profit in all: <b>about -1.23 USDT</b>
    • realized +0.00 USDT, of that +0.00 USDT today
    • on what it holds about -1.23 USDT after the fee
    Open orders: 1 buy, 1 sell
    Next: buys at 58,000 USDT, sells at 60,000 USDT
    As of 2026-11-22 12:00 UTC

    [Chart] [Profit]
    [Pause]
    [Remove]
    [↻ Reload] [‹ Bots]"
  `)
})

test('a bot that stopped by itself says why and what to do, and its orders can be cancelled', () => {
  const card = aCard({ status: 'failed', reason: 'insufficient-funds' })

  expect(picture(botView(EN, card))).toMatchInlineSnapshot(`
    "🔴 <b>Grid BTC/USDT</b> on Binance
    State: stopped by itself
    Why: too little was free on the account for its next order, so the exchange refused it. Free some, then resume the bot.

    Money given: 1,000 USDT
    Position: 0.001998 BTC, bought at about 59,059.059 USDT
    Price now: 58,500 USDT
    Profit in all: <b>about -1.23 USDT</b>
    • realized +0.00 USDT, of that +0.00 USDT today
    • on what it holds about -1.23 USDT after the fee
    Open orders: 1 buy, 1 sell (they may still fill)
    Next: buys at 58,000 USDT, sells at 60,000 USDT
    As of 2026-11-22 12:00 UTC

    [Chart] [Profit]
    [Resume]
    [Cancel its orders]
    [Remove]
    [↻ Reload] [‹ Bots]"
  `)
})

test('a paused bot asks what becomes of its orders', () => {
  expect(picture(pausedView(EN, aBot(), 1))).toMatchInlineSnapshot(`
    "⏸ <b>Grid BTC/USDT</b> is paused: it places nothing any more.
    1 order of its own still rests on the exchange and may fill.

    [Cancel its orders] [Leave its orders]"
  `)
})

test('names and symbols with < and & never become markup', () => {
  const key = { label: NASTY, tail: '<&>' }
  const bot = { name: NASTY, symbol: 'A<B/C&D' }
  const views = [
    keysView(EN, [aKey(key)], NOW),
    keyView(EN, aKey(key), 1, NOW),
    linkedView(EN, aKey(key), [], 0),
    botsView(EN, [aCard(bot, key)]),
    botView(EN, aCard(bot, key)),
    pausedView(EN, aBot(bot), 1),
    reviewView(EN, {
      keys: [aKey({ ...key, health: 'dead' }), aKey({ ...key, id: 'key-2' })],
      idle: new Set(['key-1']),
      egressIps: [],
      now: NOW,
    }),
  ]

  for (const { text } of views) {
    expect(text).not.toContain(NASTY)
    expect(text).not.toContain('A<B')
    expect(text.replaceAll(/<\/?b>/g, '')).not.toMatch(/[<>]/)
    expect(text.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&')
  }
})

test('orders that ended without us are told of with what it means', () => {
  const order = (overrides: Partial<Order>): Order => ({
    ...anOrder('buy', '59000'),
    symbol: 'BTC/USDT',
    amount: new Big('0.00169'),
    filled: new Big(0),
    cost: new Big(0),
    ...overrides,
  })
  const view = (bot: Partial<TradingBot>, orders: Order[]) =>
    picture(ordersChangedView(EN, { bot: aBot(bot), exchange: 'binance', orders }))

  expect(
    view({}, [
      order({ reason: 'elsewhere', filled: new Big('0.0005') }),
      order({ reason: 'elsewhere', price: new Big('58000') }),
      order({ reason: 'vanished', side: 'sell', price: new Big('61000') }),
      order({ filled: new Big('0.00169'), cost: new Big('99.71') }),
    ]),
  ).toMatchInlineSnapshot(`
    "🟠 <b>Grid BTC/USDT</b>: 2 orders cancelled, 1 order gone, 1 order filled without Undock

    Cancelled at the exchange, not by Undock:
    • buy of 0.00169 BTC at 59,000 USDT, 0.0005 of it filled before
    • buy of 0.00169 BTC at 58,000 USDT

    Not known to the exchange any more, which tells no reason:
    • sell of 0.00169 BTC at 61,000 USDT

    Filled while Undock was not looking:
    • bought 0.00169 BTC for 99.71 USDT

    What they filled is on record and counted in the profit. What the cancelled ones held should be free again.
    Please check at Binance what became of those that are gone, and whether what they held is free.
    The bot keeps running and places these orders again if it has the coins for them.

    [Show the bot] [Pause]"
  `)
  expect(view({ status: 'failed', reason: 'orders-cancelled' }, [order({ reason: 'elsewhere' })]))
    .toMatchInlineSnapshot(`
    "🟠 <b>Grid BTC/USDT</b>: 1 order cancelled without Undock

    Cancelled at the exchange, not by Undock:
    • buy of 0.00169 BTC at 59,000 USDT

    What they filled is on record and counted in the profit. What the cancelled ones held should be free again.
    It was the second time in a row for the same order, so <b>the bot is paused</b>. Its other orders still rest and may fill. Resume it if it should place them again.

    [Show the bot] [Resume]"
  `)
  expect(
    view({ status: 'paused' }, [
      order({ side: 'sell', filled: new Big('0.00169'), cost: new Big('101.4') }),
    ]),
  ).toMatchInlineSnapshot(`
    "🔵 <b>Grid BTC/USDT</b>: 1 order filled without Undock

    Filled while Undock was not looking:
    • sold 0.00169 BTC for 101.40 USDT

    What they filled is on record and counted in the profit.
    The bot is paused: it places nothing until you resume it.

    [Show the bot] [Resume]"
  `)
})
