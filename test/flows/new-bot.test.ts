import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { STRATEGIES, STRATEGY_IDS } from '../../src/strategies/strategies.ts'
import type { Parameter } from '../../src/strategies/strategy.ts'
import {
  choosePasting,
  chooseStrategy,
  onExchange,
  say,
  tap,
  type Shown,
} from '../support/journey.ts'
import {
  BTC_GRID,
  expectCalm,
  labels,
  latest,
  newLinkedTrader,
  newTrader,
  previewGrid,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
})
afterEach(() => expectCalm(world))
afterAll(() => world.close())

async function askedForSymbol(): Promise<Trader> {
  const trader = await newLinkedTrader(world)
  await chooseStrategy(trader.alice)
  return trader
}

async function askedForMoney(): Promise<Trader> {
  const trader = await askedForSymbol()
  await say(trader.alice, 'BTC/USDT', 'new-bot-question')
  await say(trader.alice, '55000', 'new-bot-question')
  await say(trader.alice, '65000', 'new-bot-question')
  return trader
}

/** The screen that asks for a setting, or shows what comes of them all. */
function asked(parameter: Parameter | undefined): Shown {
  return parameter === undefined
    ? 'new-bot-preview'
    : { screen: 'new-bot-question', text: parameter.ask }
}

function botScreens({ alice }: Trader) {
  return alice.messages().filter(({ from }) => from === 'bot')
}

test.each(STRATEGY_IDS)(
  'taps alone lead from the linked key through all settings to a %s bot with orders, in one message',
  async (id) => {
    const trader = await newLinkedTrader(world)
    const { alice, exchange, account } = trader
    const { name, parameters } = STRATEGIES[id]
    const usual = parameters.filter((parameter) => parameter.asked === 'always')
    const extra = parameters.filter((parameter) => parameter.asked !== 'always')

    await tap(alice, 'New bot', 'new-bot-strategy')
    expect((await tap(alice, name, 'new-bot-symbol')).text).toContain('Which symbol? Tap one')
    await tap(alice, 'BTC/USDT', asked(usual[0]))
    for (const i of usual.keys()) await tap(alice, 'Use ', asked(usual[i + 1]))
    expect(labels(latest(alice))).toEqual([['Start'], ['More settings'], ['Cancel']])
    await tap(alice, 'More settings', asked(extra[0]))
    for (const [i, parameter] of extra.entries()) {
      const choice = parameter.unit === 'choice' ? parameter.choices.at(-1)?.label : 'Use '
      await tap(alice, choice ?? '', asked(extra[i + 1]))
    }
    const preview = latest(alice)
    expect(labels(preview)).toEqual([['Start'], ['Cancel']])
    expect(preview.text).toMatch(/Stop-loss: .* that may realize about -[\d,.]+ USDT/)
    const started = await tap(alice, 'Start', 'new-bot-started')
    await onExchange(trader, () => exchange.orders(account).length > 0)

    expect(labels(started)).toEqual([['Show the bot', 'Bots']])
    expect(botScreens(trader)).toHaveLength(2) // how to link, and this one
    await tap(alice, 'Show the bot', 'bot')
  },
)

test('the preview tells levels, money, smallest order, profit and what can go wrong', async () => {
  const trader = await newLinkedTrader(world)

  const preview = await previewGrid(trader, { ...BTC_GRID, money: '1000.555' })

  expect(preview.text).toMatchInlineSnapshot(`
    "Grid BTC/USDT: is this right?

    Money given: 1,000.555 USDT; it uses at most 997.68 USDT, fees included.
    Smallest order: about 99.43 USDT (the exchange takes 5.00 USDT and more).
    11 levels from 55,000 to 65,000 USDT, equally far in price; price now 60,000.
    At the start: 5 buy orders below the price. Each buy that fills is sold one level higher.
    Each round earns about 1.36 to 1.61 % of its money, after fees.
    If the price falls under the range, the bot holds what it bought, at a loss on paper. It has no stop-loss."
  `)
  expect(labels(preview)).toEqual([['Start'], ['More settings'], ['Cancel']])
})

test('numbers out of their bounds are refused with the bound and one that would do', async () => {
  const { alice } = await askedForSymbol()
  await say(alice, 'BTC/USDT', 'new-bot-question')

  expect((await say(alice, '70000', 'new-bot-refused')).text).toContain(
    'Lowest price must be at most 59999.99 USDT, under the price now',
  )
  await say(alice, '55000', 'new-bot-question')
  expect((await say(alice, '54000', 'new-bot-refused')).text).toMatch(
    /Highest price must be at least .* USDT, above the lowest price/,
  )
  await say(alice, '65000', 'new-bot-question')
  await say(alice, '1000', 'new-bot-question')
  expect((await say(alice, '1000', 'new-bot-refused')).text).toContain(
    'Number of grids must be a whole number from 1 to 100',
  )
  expect((await say(alice, '2.5', 'new-bot-refused')).text).toContain(
    'Number of grids must be a whole number from 1 to 100',
  )
  expect((await say(alice, '100', 'new-bot-refused')).text).toContain(
    'Number of grids must be at most',
  )
  await say(alice, '10', 'new-bot-preview')
})

test('a symbol whose money is not there is refused before any number is asked', async () => {
  const trader = await askedForSymbol()
  trader.exchange.withdraw('BTC', '0.1', trader.account)

  const refusal = await say(trader.alice, 'ETH/BTC', 'new-bot-refused')
  expect(refusal.text).toContain('No bot can start on ETH/BTC now')

  expect(refusal.text).toContain('only 0 BTC is free')
  expect((await say(trader.alice, 'ETH/USDT', 'new-bot-question')).text).toContain(
    'Lowest price · ETH/USDT',
  )
})

test('money that another bot was given is not offered again', async () => {
  const trader = await newLinkedTrader(world)
  await previewGrid(trader, { ...BTC_GRID, money: '9000' })
  await tap(trader.alice, 'Start', 'new-bot-started')

  await chooseStrategy(trader.alice)
  expect((await say(trader.alice, 'ETH/USDT', 'new-bot-question')).text).toContain(
    'Free: 1,000.00 USDT',
  )
})

test('a second bot on the same symbol has a name of its own', async () => {
  const trader = await newLinkedTrader(world)
  await previewGrid(trader, BTC_GRID)
  await tap(trader.alice, 'Start', 'new-bot-started')
  await previewGrid(trader, BTC_GRID)
  expect((await tap(trader.alice, 'Start', 'new-bot-started')).text).toContain(
    'Grid BTC/USDT 2 is started',
  )
})

test('an exchange that does not answer is said so, and the symbol can be sent again', async () => {
  const { alice, exchange } = await askedForSymbol()

  exchange.setMaintenance(true)
  expect((await say(alice, 'BTC/USDT', 'new-bot-refused')).text).toContain(
    'The exchange does not answer just now',
  )
  exchange.setMaintenance(false)
  await say(alice, 'BTC/USDT', 'new-bot-question')
})

test('every question that was answered has lost its buttons', async () => {
  const trader = await askedForMoney()
  expect((await say(trader.alice, 'abc', 'new-bot-refused')).text).toContain('I can’t read that')

  const withCancel = botScreens(trader).filter((screen) => labels(screen).flat().includes('Cancel'))

  expect(withCancel.map(({ id }) => id)).toEqual([latest(trader.alice).id])
})

test('buttons of earlier questions do nothing and say so', async () => {
  const trader = await askedForSymbol()
  const { alice } = trader
  const symbols = latest(alice)
  expect((await say(alice, 'BTC/USDT', 'new-bot-question')).text).toContain(
    'What is the lowest price',
  )
  const lowest = latest(alice)
  await say(alice, '55000', 'new-bot-question')

  for (const [data, id] of [
    ['nb:lower:54000', lowest.id],
    ['nb:lower:54000', latest(alice).id],
    ['nb:symbol:ETH/USDT', symbols.id],
    ['nb:cancel', symbols.id],
  ] as const) {
    const { text } = await alice.untilAnswered(alice.tapsData(data, id))
    expect(text).toBe('That button belongs to an earlier question: nothing was done.')
  }
  await say(alice, '65000', 'new-bot-question')
})

test('a doubled tap on a suggestion answers one question only', async () => {
  const { alice } = await askedForSymbol()
  expect((await say(alice, 'BTC/USDT', 'new-bot-question')).text).toContain(
    'What is the lowest price',
  )
  const first = alice.taps('Use 54000 USDT')
  const second = alice.tapsData(first.data, first.messageId)

  expect((await alice.untilAnswered(second)).text).toContain('earlier question')

  await alice.until({ screen: 'new-bot-question' })
  expect(alice.text()).not.toContain('How much money')
})

test('a doubled tap on Start, and its update delivered twice, make one bot', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, account, telegram } = trader
  await previewGrid(trader, BTC_GRID)

  const first = alice.taps('Start')
  const second = alice.tapsData(first.data, first.messageId)
  await alice.untilAnswered(second)
  telegram.redeliver(first.updateId)
  await alice.until({ screen: 'new-bot-started' })
  await onExchange(trader, () => exchange.openOrders(account).length >= 5)

  const bots = await say(alice, '/bots', 'bots')
  expect(labels(bots)).toEqual([['Pause all'], ['🟢 Grid BTC/USDT'], ['New bot']])
  expect(exchange.openOrders(account)).toHaveLength(5)
})

test('the dialogue goes on after a restart', async () => {
  const { alice } = await askedForMoney()

  await world.restart()

  await say(alice, '1000', 'new-bot-question')
  await world.restart()
  await tap(alice, 'Use 10', 'new-bot-preview')
  await world.restart()
  await tap(alice, 'Start', 'new-bot-started')
})

test('Cancel leaves, and says that nothing was made', async () => {
  const { alice } = await askedForMoney()

  const left = await tap(alice, 'Cancel', 'new-bot-cancelled')
  expect(left.text).toContain('Cancelled: no bot was made, nothing was ordered')

  expect(labels(left)).toEqual([['New bot', 'Bots']])
  await say(alice, '1000', 'not-understood')
})

test('/cancel leaves, and the buttons left behind answer that they are old', async () => {
  const { alice } = await askedForMoney()
  const question = latest(alice)

  expect((await say(alice, '/cancel', 'cancelled')).text).toContain('Left. Nothing was changed.')

  const tapped = alice.tapsData('nb:money:500', question.id)
  expect((await alice.untilAnswered(tapped)).text).toContain('nothing was done')
})

test('commands that only show leave the dialogue open', async () => {
  const { alice } = await askedForMoney()

  for (const command of SHOWING) {
    const { id } = latest(alice)
    alice.sends(command)
    await alice.until(() => latest(alice).id > id)
  }

  await say(alice, '1000', 'new-bot-question')
})

const SHOWING = ['/bots', '/keys', '/positions', '/settings', '/review', '/help', '/export', '/wat']

test.each([
  ['/link', 'link-exchange', 'not-understood'],
  ['/disconnect', 'exit-state', 'not-understood'],
  ['/newbot', 'new-bot-strategy', 'new-bot-strategy'],
] as const)('%s in the middle ends the dialogue and says so', async (command, opens, stays) => {
  const { alice } = await askedForMoney()
  const { id } = latest(alice)

  await say(alice, command, opens)

  const said = alice.messages().filter((message) => message.id > id)
  expect(said.map(({ text }) => text)).toContainEqual('I left the dialogue that was open.')
  await say(alice, '1000.5', stays)
  expect(alice.text()).not.toContain('how many grids')
})

test('after a quarter of an hour the dialogue is over, and nothing is taken for an answer', async () => {
  const { alice, clock } = await askedForMoney()
  const question = latest(alice)

  clock.advance(16 * 60)

  await alice.untilAnswered(alice.tapsData('nb:money:500', question.id))
  expect(alice.text()).toContain('How much money')
})

test('with no key /newbot offers to link one', async () => {
  const { alice } = newTrader(world)

  const refusal = await say(alice, '/newbot', 'new-bot-no-key')
  expect(refusal.text).toContain('none is linked yet')

  expect(labels(refusal)).toEqual([['Link a key']])
  await tap(alice, 'Link a key', 'link-exchange')
})

test('with two keys the bot’s key is asked for, by buttons only', async () => {
  const { alice, exchange, account } = await newLinkedTrader(world)
  const second = exchange.createKey({ account: `${account}-b` })
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  expect((await say(alice, `${second.apiKey}\n${second.secret}`, 'key-linked')).text).toContain(
    'Binance 2',
  )

  expect((await say(alice, '/newbot', 'new-bot-key')).text).toContain('On which key?')
  const again = await say(alice, 'the first', 'new-bot-key')
  expect(again.text).toContain('Please answer with one of the buttons')
  expect(labels(again)).toEqual([['Binance'], ['Binance 2'], ['Cancel']])
  await tap(alice, 'Binance 2', 'new-bot-strategy')
})

test('no bot is made on a key that went away during the dialogue', async () => {
  const trader = await newLinkedTrader(world)
  const { alice, exchange, apiKey, clock } = trader
  await previewGrid(trader, BTC_GRID)
  exchange.setKeyState(apiKey, 'deleted')
  await say(alice, '/keys', 'keys')
  await tap(alice, 'Binance', 'key')
  expect((await tap(alice, 'Check now', 'key')).text).toContain('State: refused just now')
  clock.advance(61)
  expect((await tap(alice, 'Check now', 'key')).text).toContain('State: refused just now')
  clock.advance(301)
  expect((await tap(alice, 'Check now', 'key')).text).toContain('State: refused by the exchange')

  expect((await tap(alice, 'Start', 'new-bot-not-started')).text).toContain(
    'No bot was made: its key was disconnected, or the exchange refuses it',
  )
  expect((await say(alice, '/newbot', 'new-bot-no-key')).text).toContain(
    'The exchange refuses the key of Binance. Replace it first',
  )
})
