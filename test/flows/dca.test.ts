import { Big } from 'big.js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { chooseStrategy, onExchange, say, tap } from '../support/journey.ts'
import { rowsOf } from '../support/exports.ts'
import {
  expectCalm,
  hear,
  labels,
  latest,
  newLinkedTrader,
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

/** Answers all but the last question: 3 safety orders, 2 % apart, 1 % profit. */
async function previewDca({ alice }: Trader, stopLoss?: string): Promise<void> {
  await chooseStrategy(alice, 'DCA')
  await say(alice, 'BTC/USDT', 'new-bot-question')
  await say(alice, '2000', 'new-bot-question')
  expect((await say(alice, '3', 'new-bot-question')).text).toContain(
    'How many % under the base order lies the first',
  )
  await say(alice, '2', 'new-bot-question')
  await say(alice, '1', 'new-bot-preview')
  if (stopLoss === undefined) return
  expect((await tap(alice, 'More settings', 'new-bot-question')).text).toContain(
    'How many times the order before it',
  )
  expect((await tap(alice, 'Use 1', 'new-bot-question')).text).toContain(
    'How many times the step before it',
  )
  expect((await tap(alice, 'Use 1', 'new-bot-question')).text).toContain(
    'For how much shall the first order',
  )
  expect((await tap(alice, 'Use 500 USDT', 'new-bot-question')).text).toContain(
    'How many % under the base order shall it sell all',
  )
  expect((await say(alice, stopLoss, 'new-bot-question')).text).toContain(
    'How many minutes shall it wait',
  )
  await tap(alice, 'Skip', 'new-bot-preview')
}

function restingOf({ exchange, account }: Trader): string[] {
  return exchange
    .openOrders(account)
    .map(({ side, price }) => `${side} ${price?.toFixed()}`)
    .toSorted()
}

function money({ exchange, account }: Trader, asset: string): Big {
  const balance = exchange.balances(account).find((one) => one.asset === asset)
  return balance?.free.plus(balance.locked) ?? new Big(0)
}

/** Where all that was bought earns 1 % after the fees of both sides, by the exchange's own trades. */
function saleAfter({ exchange, account }: Trader): string {
  const sum = (values: Big[]) => values.reduce((total, value) => total.plus(value), new Big(0))
  const trades = exchange.trades(account)
  const held = sum(trades.map(({ amount, fee }) => amount.minus(fee)))
  const price = sum(trades.map(({ cost }) => cost))
    .times('1.01')
    .div(held.times('0.999'))
  return `sell ${price.round(2, Big.roundUp).toFixed()}`
}

async function runDca(trader: Trader, stopLoss?: string): Promise<void> {
  await previewDca(trader, stopLoss)
  await tap(trader.alice, 'Start', 'new-bot-started')
  await onExchange(trader, () => trader.exchange.trades(trader.account).length > 0)
  await tickUntil(trader, () => restingOf(trader).length === 4)
}

test('a deal buys on the way down, follows its average with the sale, earns what the exchange shows, and the next begins', async () => {
  const trader = await newLinkedTrader(world)
  const { exchange, account, alice } = trader
  await runDca(trader)
  const [base] = exchange.trades(account)
  // Bought from the best ask, 60,003; then 2, 4 and 6 % under that.
  expect(base?.price.toFixed()).toBe('60003')
  const safety = ['buy 56402.82', 'buy 57602.88', 'buy 58802.94']
  expect(restingOf(trader)).toEqual([...safety, saleAfter(trader)])

  exchange.setPrice('BTC/USDT', '57600')
  expect(exchange.trades(account)).toHaveLength(3)
  await tickUntil(trader, () => restingOf(trader).includes(saleAfter(trader)))
  expect(restingOf(trader)).toEqual(['buy 56402.82', saleAfter(trader)])

  exchange.setPrice('BTC/USDT', '59700')
  await tickUntil(
    trader,
    () => exchange.trades(account).filter((t) => t.side === 'buy').length === 4,
  )
  await tickUntil(trader, () => restingOf(trader).length === 4)

  const [before, sale] = [exchange.trades(account).slice(0, 3), exchange.trades(account)[3]]
  const spent = before.reduce((sum, { cost }) => sum.plus(cost), new Big(0))
  const earned = sale?.cost.minus(sale.fee).minus(spent) ?? new Big(0)
  // 1 % of the cost, after the fees of both sides; what is under a step is kept.
  expect(earned.div(spent).toNumber()).toBeGreaterThan(0.0095)
  expect(earned.div(spent).toNumber()).toBeLessThan(0.0115)
  const nextDeal = exchange.trades(account)[4]
  expect(money(trader, 'USDT').toFixed()).toBe(
    new Big(10_000)
      .plus(earned)
      .minus(nextDeal?.cost ?? 0)
      .toFixed(),
  )
  await hear(alice, '/export', 'export')
  const [{ realized = '', cost = '' } = {}] = rowsOf(trader, 'positions.csv')
  expect(new Big(realized).minus(cost).toFixed()).toBe(
    money(trader, 'USDT').minus(10_000).toFixed(),
  )
})

test('the stop-loss sells all at once, ends the bot, and tells so once', async () => {
  const trader = await newLinkedTrader(world)
  const { exchange, account, alice } = trader
  await previewDca(trader, '10')
  expect(latest(alice).text).toContain('Stop-loss: if the price falls 10 % under the base order')
  expect(latest(alice).text).toMatch(/that may realize about -\d+\.\d\d USDT/)
  await tap(alice, 'Start', 'new-bot-started')
  await tickUntil(trader, () => restingOf(trader).length === 4)

  exchange.setPrice('BTC/USDT', '53900')
  await tickUntil(trader, () => restingOf(trader).length === 0)
  // The sale follows what was cancelled at once, without another tick.
  await onExchange(trader, () => exchange.trades(account).some(({ side }) => side === 'sell'))
  await tickUntil(trader, () => alice.shows({ screen: 'bot-ended' }))

  expect(restingOf(trader)).toEqual([])
  const left = money(trader, 'BTC').minus('0.1')
  expect(left.gte(0) && left.lt('0.00001')).toBe(true)
  const realized = money(trader, 'USDT').minus(10_000)
  const notice = alice.messages().findLast(({ screen }) => screen === 'bot-ended')
  const [, told = '0'] = /In all it realized (-[\d.]+) USDT/.exec(notice?.text ?? '') ?? []
  // What is too small to sell keeps its part of the cost.
  expect(new Big(told).minus(realized).abs().lt('0.6')).toBe(true)
  expect(notice?.text).toContain('Money 2,000 USDT, Safety orders 3, Step down 2 %')
  expect(labels(notice ?? latest(alice))).toEqual([['New bot', 'Show the bot']])
  expect(alice.messages().filter(({ screen }) => screen === 'bot-ended')).toHaveLength(1)

  await tap(alice, 'Show the bot', 'bot')
  const refused = await alice.untilAnswered(alice.taps('Resume'))
  expect(refused.text).toContain('Make a new bot with the same numbers')
  expect(alice.shows({ screen: 'bot-ended' })).toBe(false)
})
