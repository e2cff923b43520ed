import { Big } from 'big.js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { choosePasting, onExchange, tap } from '../support/journey.ts'
import {
  expectCalm,
  hear,
  labels,
  latest,
  newLinkedTrader,
  newTrader,
  previewGrid,
  runGrid,
  tickUntil,
  BTC_GRID,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
beforeEach(() => world.exchange.setPrice('BTC/USDT', '60000'))
afterEach(() => {
  world.exchange.setMaintenance(false)
  return expectCalm(world)
})
afterAll(() => world.close())

async function withGrid(): Promise<Trader & { apiKey: string }> {
  const trader = await newLinkedTrader(world)
  await runGrid(trader)
  return trader
}

async function openCard({ alice }: Trader): Promise<void> {
  await hear(alice, '/bots', 'bots')
  await tap(alice, '🟢 Grid BTC/USDT', 'bot')
}

function openOrders({ exchange, account }: Trader): number {
  return exchange.openOrders(account).length
}

test('a bot’s card tells position, cost, profit and orders as the exchange has them', async () => {
  const trader = await withGrid()
  const { alice, exchange, account } = trader
  exchange.setPrice('BTC/USDT', '58500')
  await tickUntil(trader, () => exchange.openOrders(account).some(({ side }) => side === 'sell'))

  const [buy] = exchange.trades(account)
  const held = buy?.amount.minus(buy.fee) ?? new Big(0)
  const average = buy?.cost.div(held) ?? new Big(0)
  const open = new Big('58500')
    .times(held)
    .times('0.999')
    .minus(buy?.cost ?? 0)
  await openCard(trader)

  const card = latest(alice).text
  expect(card).toContain('Money given: 1,000 USDT')
  expect(card).toContain(`Position: ${held.toFixed()} BTC, bought at about`)
  expect(card).toContain(average.toFixed(3).replace(/\B(?=(\d{3})+(?!\d))/g, ','))
  expect(card).toContain(`Profit in all: about ${open.toFixed(2)} USDT`)
  expect(card).toContain('realized +0.00 USDT, of that +0.00 USDT today')
  expect(card).toContain(`on what it holds about ${open.toFixed(2)} USDT after the fee`)
  expect(card).toContain('Price now: 58,500 USDT')
  expect(card).toContain('Open orders: 4 buys, 1 sell')
  expect(card).toContain('Next: buys at 58,000 USDT, sells at 60,000 USDT')
  await hear(alice, '/positions', 'positions')
  exchange.setMaintenance(true)
  expect((await hear(alice, '/positions', 'positions')).text).toContain(
    'what it would bring now is unknown, the exchange does not answer',
  )
})

test('Pause asks about the resting orders; cancelled ones are gone, and Resume brings them back', async () => {
  const trader = await withGrid()
  const { alice } = trader
  await openCard(trader)

  const asked = await tap(alice, 'Pause', 'bot-paused')
  expect(asked.text).toContain('5 orders of its own still rest on the exchange and may fill')
  expect(labels(asked)).toEqual([['Cancel its orders', 'Leave its orders']])
  await tap(alice, 'Cancel its orders', 'bot')
  await onExchange(trader, () => openOrders(trader) === 0)

  await untilCard(trader, /Open orders: 0 buys, 0 sells/)
  expect(labels(latest(alice))).toEqual([
    ['Chart', 'Profit'],
    ['Resume'],
    ['Remove'],
    ['↻ Reload', '‹ Bots'],
  ])
  await tap(alice, 'Resume', 'bot')
  await onExchange(trader, () => openOrders(trader) === 5)
})

test('orders that were left may fill, and can be cancelled later', async () => {
  const trader = await withGrid()
  const { alice, exchange, account, clock } = trader
  await openCard(trader)
  await tap(alice, 'Pause', 'bot-paused')
  expect((await tap(alice, 'Leave its orders', 'bot')).text).toContain(
    'Open orders: 5 buys, 0 sells (they may still fill)',
  )

  exchange.setPrice('BTC/USDT', '58500')
  clock.advance(31)
  await untilCard(trader, /Position: 0\.00\d+ BTC/)
  expect(exchange.openOrders(account).every(({ side }) => side === 'buy')).toBe(true)
  await tap(alice, 'Cancel its orders', 'bot')
  await onExchange(trader, () => openOrders(trader) === 0)
})

/** Reloads the card until it says something: fills are seen with a tick. */
async function untilCard({ alice, clock }: Trader, words: RegExp): Promise<void> {
  for (let i = 0; i < 20; i += 1) {
    await alice.untilAnswered(alice.taps('↻ Reload'))
    if (words.test(latest(alice).text)) return
    clock.advance(31)
  }
  await alice.until({ screen: 'bot', text: words })
}

test('Pause all asks once, and cancels only what it paused', async () => {
  const trader = await withGrid()
  const { alice, exchange, account } = trader
  await openCard(trader)
  await tap(alice, 'Pause', 'bot-paused')
  expect((await tap(alice, 'Leave its orders', 'bot')).text).toContain('they may still fill')
  await runGrid(trader, { symbol: 'ETH/USDT', lower: '2700', upper: '3300', gridCount: '4' }, 2)

  await hear(alice, '/bots', 'bots')
  const asked = await tap(alice, 'Pause all', 'all-bots-paused')
  expect(asked.text).toContain('1 bot is paused: nothing new is ordered')
  expect(asked.text).toContain('2 orders of theirs still rest')
  const cancel = alice.taps('Cancel their orders')
  await alice.untilAnswered(cancel)
  await onExchange(trader, () => openOrders(trader) === 5)

  expect(exchange.openOrders(account).map(({ symbol }) => symbol)).not.toContain('ETH/USDT')
  const again = alice.tapsData(cancel.data, cancel.messageId)
  expect((await alice.untilAnswered(again)).text).toContain('That screen is old')
  expect((await tap(alice, 'Resume all', 'bots')).text).toMatch(/🟢 Grid BTC[^]*🟢 Grid ETH/)
})

test('a bot without money stops by itself, says why, and runs once there is some', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  await previewGrid(trader, BTC_GRID)
  exchange.withdraw('USDT', '9950', account)

  await tap(alice, 'Start', 'new-bot-started')
  const notice = await alice.until({ screen: 'bot-failed' })
  expect(notice.text).toContain('Grid BTC/USDT stopped by itself')
  expect(notice.text).toContain(
    'its next orders need 498.45 USDT, and the account has 50 USDT free',
  )
  expect((await tap(alice, 'Show the bot', 'bot')).text).toContain('State: stopped by itself')
  expect(latest(alice).text).toContain('then resume the bot')

  exchange.deposit('USDT', '9950', account)
  await tap(alice, 'Resume', 'bot')
  await onExchange(trader, () => openOrders(trader) === 5)
})

test('a doubled Pause pauses once and says so', async () => {
  const trader = await withGrid()
  const { alice } = trader
  await openCard(trader)

  const first = alice.taps('Pause')
  const second = alice.tapsData(first.data, first.messageId)

  expect((await alice.untilAnswered(first)).text).toBe('Paused.')
  expect((await alice.untilAnswered(second)).text).toBe('It does not run: nothing to pause.')
  await alice.until({ screen: 'bot-paused' })
})

test('a tap delivered twice is handled once', async () => {
  const trader = await withGrid()
  const { alice, telegram } = trader
  await openCard(trader)
  const paused = alice.taps('Pause')
  await alice.until({ screen: 'bot-paused' })
  await tap(alice, 'Leave its orders', 'bot')
  await tap(alice, 'Resume', 'bot')

  telegram.redeliver(paused.updateId)
  expect((await hear(alice, '/bots', 'bots')).text).toContain('Grid BTC/USDT · running')
})

test('nobody moves another’s bot with copied buttons', async () => {
  const trader = await withGrid()
  const { alice } = trader
  await openCard(trader)
  const shown = alice.taps('↻ Reload')
  await hear(alice, '/bots', 'bots')
  expect((await tap(alice, 'Pause all', 'all-bots-paused')).text).toContain('1 bot is paused')
  const cancelAll = alice.screen()?.keyboard.flat()[0]
  const { alice: mallory } = newTrader(world)
  const { id } = await hear(mallory, '/bots', 'no-bots')

  for (const verb of ['show', 'pause', 'cancel', 'leave', 'go', 'remove']) {
    const tapped = mallory.tapsData(shown.data.replace('show', verb), id)
    const { text } = await mallory.untilAnswered(tapped)
    expect(text).toBe('That bot does not exist any more: nothing was done.')
  }
  const token = cancelAll && 'callback_data' in cancelAll ? cancelAll.callback_data : ''
  const tapped = mallory.tapsData(token, id)
  expect((await mallory.untilAnswered(tapped)).text).toContain('nothing was done')

  expect(openOrders(trader)).toBe(5)
  expect(latest(mallory).text).toBe('No bots yet.')
})

test('while the exchange does not answer, the bots are shown with what is known', async () => {
  const trader = await withGrid()
  const { alice, exchange } = trader

  exchange.setMaintenance(true)
  await openCard(trader)
  expect(latest(alice).text).toContain('Price now: unknown, the exchange does not answer')
})

test('a bot on a key that may only read can’t be resumed, and the way out is named', async () => {
  const trader = await withGrid()
  const { alice, exchange, account } = trader
  await openCard(trader)
  await tap(alice, 'Pause', 'bot-paused')
  await tap(alice, 'Leave its orders', 'bot')
  await replaceKey(trader, exchange.createKey({ account, trade: false }))

  await hear(alice, '/bots', 'bots')
  const refused = alice.taps('Resume all')
  const { text, showAlert } = await alice.untilAnswered(refused)
  expect(text).toContain('its key may only read. Replace it by one that may trade')
  expect(showAlert).toBe(true)

  const able = exchange.createKey({ account })
  await replaceKey(trader, able)
  const compared = await alice.until({ screen: 'key-compared', text: able.apiKey.slice(-4) })
  expect(labels(compared)).toEqual([['Bots']])
  await hear(alice, '/bots', 'bots')
  expect((await tap(alice, 'Resume all', 'bots')).text).toMatch(/🟢 Grid BTC\/USDT · running/)
})

async function replaceKey({ alice }: Trader, { apiKey, secret }: Record<string, string>) {
  await hear(alice, '/keys', 'keys')
  expect((await tap(alice, 'Binance', 'key')).text).toMatch(/State: works/)
  await choosePasting(alice, 'Replace key')
  expect((await hear(alice, `${apiKey}\n${secret}`, 'key-replaced')).text).toContain(
    'is in place of the old one',
  )
}
