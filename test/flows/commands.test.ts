import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { choosePasting, tap } from '../support/journey.ts'
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
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'
import { EXCHANGE_FACTS } from '../../src/exchange/adapters/registry.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

test('every command of the menu is registered for private chats, with what it does', () => {
  const commands = world.telegram.commands({ chatId: world.alice.id })

  expect(commands.map(({ command }) => command).toSorted()).toEqual(
    'bots cancel disconnect export help keys link newbot positions review settings'.split(' '),
  )
  expect(commands.every(({ description }) => description.length > 10)).toBe(true)
})

const EXCHANGES = Object.values(EXCHANGE_FACTS).map(({ name }) => name)

test('with no key every command answers with the next sensible step', async () => {
  const { alice } = newTrader(world)

  for (const [command, then, words, buttons] of [
    ['/start', 'start', 'gets you off an exchange cleanly', ['Link a key']],
    ['/help', 'help', '/positions: Open positions', ['Link a key']],
    ['/link', 'link-exchange', 'Which exchange is it for?', [...EXCHANGES, 'Cancel']],
    ['/keys', 'no-keys', 'No exchange key is linked yet', ['Link a key']],
    ['/exchanges', 'no-keys', 'No exchange key is linked yet', ['Link a key']],
    ['/newbot', 'new-bot-no-key', 'none is linked yet', ['Link a key']],
    ['/bots', 'no-bots', 'No bots yet', ['New bot']],
    ['/positions', 'positions', 'None: your bots hold no coins', ['↻ Reload', 'Bots']],
    ['/disconnect', 'no-keys', 'No exchange key is linked yet', ['Link a key']],
    ['/review', 'review', 'No exchange key is linked yet', ['Link a key']],
    ['/export', 'export-empty', 'There is nothing to export yet', []],
    ['/settings', 'settings', 'Notices about keys, bots and exits ring', ['Make notices silent']],
    ['/cancel', 'cancelled', 'No dialogue is open', []],
  ] as const) {
    const answer = await hear(alice, command, then)
    expect(answer.text, command).toContain(words)
    expect(labels(answer).flat(), command).toEqual(buttons)
  }
})

test('with a key and with a bot the first screen offers what comes next', async () => {
  const trader = await newLinkedTrader(world)
  const { alice } = trader

  const withKey = await hear(alice, '/start', 'start')
  expect(labels(withKey)).toEqual([['New bot'], ['Disconnect', 'Keys']])
  expect((await hear(alice, '/keys', 'keys')).text).toContain('🟢 Binance')
  expect((await hear(alice, '/exchanges', 'keys')).text).toContain('🟢 Binance')
  expect((await hear(alice, '/review', 'review')).text).toContain(
    'Binance calls such keys deprecated',
  )

  await runGrid(trader)
  const withBot = await hear(alice, '/help', 'help')
  expect(withBot.text).toContain('/disconnect: Leave an exchange cleanly')
  expect(labels(withBot)).toEqual([['Your bots'], ['Disconnect', 'Keys']])
  expect((await tap(alice, 'Your bots', 'bots')).text).toContain('🟢 Grid BTC/USDT · running')
})

test('what Undock does not understand gets an answer with buttons that lead on', async () => {
  const { alice } = newTrader(world)

  const answer = await hear(alice, 'hello?', 'not-understood')
  expect(labels(answer)).toEqual([
    ['Bots', 'Keys'],
    ['Disconnect', 'Help'],
  ])
  expect((await hear(alice, '/wat', 'not-understood')).text).toContain(
    'That is no command of mine, so I did nothing',
  )
  await hear(alice, 'x'.repeat(10_000), 'not-understood')
  expect((await tap(alice, 'Help', 'help')).text).toContain('/settings: Which notices ring')
})

test('unknown and forged buttons are answered and do nothing', async () => {
  const { alice } = newTrader(world)
  const { id } = await hear(alice, '/start', 'start')

  for (const data of FORGED) {
    const { text } = await alice.untilAnswered(alice.tapsData(data, id))
    expect(text, data).toMatch(/./)
  }
  expect(latest(alice).id).toBe(id)
})

const FORGED = `
  wat nb:start:now link:nowhere key:1:show bot:1:pause bots:cancel:x bot:${'9'.repeat(50)}:go
  t:x x:1:stop hw:1 hwt:1 set:loud ../../etc`
  .trim()
  .split(/\s+/)

test('/settings makes notices silent and lets them ring again', async () => {
  const { alice } = newTrader(world)
  expect((await hear(alice, '/settings', 'settings')).text).toContain('ring')

  await tap(alice, 'Make notices silent', 'settings')
  const doubled = alice.tapsData('set:silent', latest(alice).id)
  await alice.untilAnswered(doubled)
  await hear(alice, '/settings', 'settings')
  expect((await tap(alice, 'Let notices ring', 'settings')).text).toContain('exits ring')
})

test('a silent notice comes without a sound', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  expect((await hear(alice, '/settings', 'settings')).text).toContain('ring')
  await tap(alice, 'Make notices silent', 'settings')
  await previewGrid(trader, BTC_GRID)
  exchange.withdraw('USDT', '9950', account)

  await tap(alice, 'Start', 'new-bot-started')

  expect((await alice.until({ screen: 'bot-failed' })).silent).toBe(true)
})

test('/review finds what to mend, each with its button', async () => {
  const { alice, clock } = await newLinkedTrader(world, { ipRestrict: false })

  const young = await hear(alice, '/review', 'review')
  expect(young.text).toContain('works from any address')
  expect(young.text).not.toContain('has no bot')
  expect(labels(young)).toEqual([['Look at Binance: Binance'], ['Replace key: Binance'], ['Keys']])

  clock.advance(91 * 86_400)
  const old = await hear(alice, '/review', 'review')
  expect(old.text).toContain('no bot and no trade for 30 days')
  expect(old.text).toContain('was made 91 days ago')
  expect(labels(old)).toEqual([
    ['Look at Binance: Binance'],
    ['Disconnect Binance'],
    ['Replace key: Binance'],
    ['Keys'],
  ])
  await choosePasting(alice, 'Replace key')
})

test('/export sends files that parse and say what the exchange says', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account } = trader
  exchange.setPrice('BTC/USDT', '60000')
  await runGrid(trader)
  exchange.setPrice('BTC/USDT', '58500')
  await tickUntil(trader, () => exchange.openOrders(account).some(({ side }) => side === 'sell'))

  expect((await hear(alice, '/export', 'export')).text).toContain(
    'All your trades, orders, positions and bots',
  )

  const trades = csv(fileOf(trader, 'trades.csv'))
  const [trade] = exchange.trades(account)
  expect(trades).toHaveLength(1)
  expect(trades[0]).toMatchObject({
    bot: 'Grid BTC/USDT',
    symbol: 'BTC/USDT',
    side: 'buy',
    price: trade?.price.toFixed(),
    amount: trade?.amount.toFixed(),
    fee: trade?.fee.toFixed(),
    fee_currency: 'BTC',
    trade_id: String(trade?.id),
  })
  // An order whose time to be sent ran out, as time leaps here, never got to the exchange.
  const orders = csv(fileOf(trader, 'orders.csv')).filter(({ status }) => status !== 'void')
  expect(new Set(orders.map((order) => order['client_order_id']))).toEqual(
    new Set(exchange.orders(account).map(({ clientOrderId }) => clientOrderId)),
  )
  expect(csv(fileOf(trader, 'positions.csv'))).toHaveLength(1)
  expect(JSON.parse(fileOf(trader, 'bots.json'))).toMatchObject([
    { name: 'Grid BTC/USDT', strategy: 'grid', parameters: { money: '1000' } },
  ])
})

function fileOf({ alice }: Pick<World, 'alice'>, name: string): string {
  const message = alice.messages().findLast(({ document }) => document?.name === name)
  return new TextDecoder().decode(alice.file(message?.id ?? 0))
}

function csv(text: string): Record<string, string | undefined>[] {
  const [head = '', ...rows] = text.trim().split(/\r?\n/)
  const names = head.split(',')
  return rows.map((row) => {
    const cells = row.split(',')
    expect(cells).toHaveLength(names.length)
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]))
  })
}
