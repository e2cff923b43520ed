import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import type { TelegramUser } from '../../src/playground/bot-api/user.ts'
import type { World } from './world.ts'

/** Taps a button and waits for words to appear. */
export async function tap(
  user: TelegramUser,
  label: string,
  then: string | RegExp,
): Promise<ChatMessage> {
  const tapped = user.taps(label)
  await user.untilAnswered(tapped)
  return user.until(then)
}

/** Says something and waits for words to appear. */
export async function say(
  user: TelegramUser,
  text: string,
  then: string | RegExp,
): Promise<ChatMessage> {
  user.sends(text)
  return user.until(then)
}

/** Links a new key of the account with the given name; gives its API key and secret. */
export async function linkKey(
  { alice, exchange }: World,
  rights: Parameters<World['exchange']['createKey']>[0] = {},
): Promise<{ apiKey: string; secret: string }> {
  const key = exchange.createKey(rights)
  await say(alice, '/link', 'Which exchange')
  await tap(alice, 'Binance', 'Then send')
  await say(alice, `${key.apiKey}\n${key.secret}`, `…${key.apiKey.slice(-4)} is linked`)
  return key
}

export interface GridAnswers {
  symbol: string
  lower: string
  upper: string
  money: string
  gridCount: string
}

/** Begins the new-bot dialogue; gives its question for a symbol. */
export async function chooseStrategy(user: TelegramUser, name = 'Grid'): Promise<ChatMessage> {
  await say(user, '/newbot', 'Which strategy')
  return tap(user, name, 'Which symbol')
}

/** Starts a grid bot and waits until its first orders rest. */
export async function startGrid({ alice, exchange }: World, answers: GridAnswers): Promise<void> {
  const before = exchange.openOrders().length
  await chooseStrategy(alice)
  await say(alice, answers.symbol, 'Lowest price')
  await say(alice, answers.lower, 'Highest price')
  await say(alice, answers.upper, 'How much money')
  await say(alice, answers.money, 'how many grids')
  await say(alice, answers.gridCount, 'is this right')
  await tap(alice, 'Start', `Grid ${answers.symbol} is started`)
  await onExchange({ exchange }, () => exchange.openOrders().length > before)
}

/** Waits until something holds at the exchange; asks on each change there. */
export function onExchange(
  { exchange }: Pick<World, 'exchange'>,
  holds: () => boolean,
  seconds = 10,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (holds()) return resolve()
    const late = setTimeout(() => {
      stop()
      reject(new Error('It never came to hold at the exchange'))
    }, seconds * 1000)
    const stop = exchange.onChange(() => {
      if (!holds()) return
      clearTimeout(late)
      stop()
      resolve()
    })
  })
}
