import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import type { Screen, TelegramUser } from '../../src/playground/bot-api/user.ts'
import type { ScreenKind } from '../../src/telegram/screen-kind.ts'
import { LABELS } from './labels.ts'
import type { World } from './world.ts'

/** A screen to wait for: of this kind or one of these, or the one with words such as a number or a name. */
export type Shown =
  | ScreenKind
  | readonly ScreenKind[]
  | { screen: ScreenKind; text: string | RegExp }

/** Taps a button and waits for the screen that it leads to; one that was there before does not count. */
export async function tap(user: TelegramUser, label: string, then: Shown): Promise<ChatMessage> {
  const since = user.moment()
  const tapped = user.taps(label)
  await user.untilAnswered(tapped)
  return user.until(wanted(then, since))
}

/** Says something and waits for the screen that answers; one that was there before does not count. */
export async function say(user: TelegramUser, text: string, then: Shown): Promise<ChatMessage> {
  const since = user.moment()
  user.sends(text)
  return user.until(wanted(then, since))
}

function wanted(then: Shown, since: number): Screen {
  if (typeof then === 'string' || isKinds(then)) return { screen: then, since }
  return { ...then, since }
}

function isKinds(then: Exclude<Shown, string>): then is readonly ScreenKind[] {
  return Array.isArray(then)
}

/** Chooses to paste a key and its secret where a key pair is offered first. */
export async function choosePasting(user: TelegramUser, label: string): Promise<ChatMessage> {
  await tap(user, label, 'link-key-pair')
  return tap(user, LABELS.paste, 'link-credentials')
}

/** Links a new key of the account with the given name; gives its API key and secret. */
export async function linkKey(
  { alice, exchange }: World,
  rights: Parameters<World['exchange']['createKey']>[0] = {},
): Promise<{ apiKey: string; secret: string }> {
  const key = exchange.createKey(rights)
  await say(alice, '/link', 'link-exchange')
  await choosePasting(alice, 'Binance')
  await say(alice, `${key.apiKey}\n${key.secret}`, 'key-linked')
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
  await say(user, '/newbot', 'new-bot-strategy')
  return tap(user, name, 'new-bot-symbol')
}

/** Starts a grid bot and waits until its first orders rest. */
export async function startGrid({ alice, exchange }: World, answers: GridAnswers): Promise<void> {
  const before = exchange.openOrders().length
  await chooseStrategy(alice)
  await say(alice, answers.symbol, 'new-bot-question')
  await say(alice, answers.lower, 'new-bot-question')
  await say(alice, answers.upper, 'new-bot-question')
  await say(alice, answers.money, 'new-bot-question')
  await say(alice, answers.gridCount, 'new-bot-preview')
  await tap(alice, LABELS.start, 'new-bot-started')
  await onExchange({ exchange }, () => exchange.openOrders().length > before)
}

/** Waits until something holds at the exchange; asks on each change there. */
export function onExchange(
  { exchange }: Pick<World, 'exchange'>,
  holds: () => boolean,
  seconds = 30,
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
