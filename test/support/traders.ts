import { expect } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import { chooseStrategy, linkKey, onExchange, say, tap, type GridAnswers } from './journey.ts'
import { LABELS } from './labels.ts'
import type { World } from './world.ts'

export { say as hear } from './journey.ts'

/** A world seen from one trader's chat, with an account of their own at the exchange. */
export interface Trader extends World {
  account: string
}

let latestId = 1_000

/** Somebody new to the bot, so that tests can share a world. */
export function newTrader(world: World): Trader {
  latestId += 1
  const alice = world.telegram.user({ id: latestId, firstName: `Trader ${latestId}` })
  return { ...world, alice, account: `account-${latestId}` }
}

/** Somebody new who has linked a key of an account of their own. */
export async function newLinkedTrader(
  world: World,
  rights: Parameters<World['exchange']['createKey']>[0] = {},
): Promise<Trader & { apiKey: string; secret: string }> {
  const trader = newTrader(world)
  return { ...trader, ...(await linkKey(trader, { account: trader.account, ...rights })) }
}

export const BTC_GRID: GridAnswers = {
  symbol: 'BTC/USDT',
  lower: '55000',
  upper: '65000',
  money: '1000',
  gridCount: '10',
}

/** Answers the new-bot dialogue up to the preview. */
export async function previewGrid({ alice }: Trader, grid: GridAnswers): Promise<ChatMessage> {
  await chooseStrategy(alice)
  await say(alice, grid.symbol, 'new-bot-question')
  await say(alice, grid.lower, 'new-bot-question')
  await say(alice, grid.upper, 'new-bot-question')
  await say(alice, grid.money, 'new-bot-question')
  return say(alice, grid.gridCount, 'new-bot-preview')
}

/** Makes a grid bot and waits until its first orders, so many, rest at the exchange. */
export async function runGrid(
  trader: Trader,
  answers: Partial<GridAnswers> = {},
  orders = 5,
): Promise<void> {
  const { alice, exchange, account } = trader
  const grid = { ...BTC_GRID, ...answers }
  const before = exchange.openOrders(account).length
  await previewGrid(trader, grid)
  await tap(alice, LABELS.start, 'new-bot-started')
  await onExchange(trader, () => exchange.openOrders(account).length === before + orders)
}

/** Lets the bots look at the market until something holds at the exchange. */
export async function tickUntil(world: Trader, holds: () => boolean): Promise<void> {
  for (let look = 0; look < 150; look += 1) {
    // A tick under way plans the next one from its own end, so one leap of time may miss it.
    world.clock.advance(31)
    if (await onExchange(world, holds, 0.15).then(yes, no)) return
  }
  throw new Error('It never came to hold at the exchange, however often the bots looked')
}

const yes = () => true
const no = () => false

/** The labels of a screen's buttons, row by row. */
export function labels({ keyboard }: Pick<ChatMessage, 'keyboard'>): string[][] {
  return keyboard.map((row) => row.map(({ text }) => text))
}

/** The bot's newest message. */
export function latest(user: TelegramUser): ChatMessage {
  const message = user.messages().findLast(({ from }) => from === 'bot')
  if (message === undefined) throw new RangeError('Cannot give a message: the bot said nothing')
  return message
}

/** Waits until a message is gone from the chat. */
export async function untilGone(user: TelegramUser, id: number): Promise<void> {
  // The stand-in's `until` wants a message to give.
  const isGone = () => user.messages().every((message) => message.id !== id)
  await user.until(() => user.messages().length > 0 && isGone())
}

/** Every tap got its answer, and nothing went wrong inside. */
export async function expectCalm({ telegram, alice, log }: World): Promise<void> {
  await Promise.all(
    telegram.unansweredTaps().map((tapped) => alice.untilAnswered(tapped, { seconds: 3 })),
  )
  expect(telegram.unansweredTaps()).toEqual([])
  expect(log.filter(isError)).toEqual([])
}

/** An update is too slow by the clock only where a test has let time leap. */
function isError(line: string): boolean {
  return line.includes('"level":"error"') && !line.includes('update-too-slow')
}
