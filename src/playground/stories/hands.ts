import type { BotApi } from '../bot-api/bot-api.ts'
import { findButton } from '../bot-api/find-button.ts'
import type { ChatMessage } from '../bot-api/message.ts'
import type { TelegramUser } from '../bot-api/user.ts'
import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'
import type { Scene } from './scene.ts'

/** Seconds that the bot may take for one step. */
const STEP_SECONDS = 20
const PATIENT_SECONDS = 120

/** What a story is played on, and how it tells what it does. */
export interface HandsOptions {
  botApi: BotApi
  user: TelegramUser
  exchange: PaperExchange
  /** Ends everything that waits. */
  signal: AbortSignal
  tell: (text: string, turn: Scene['turn']) => void
}

/** The visitor's own hands, lent to a story: what it does in the chat and at the exchange, anybody could do. */
export class Hands {
  readonly exchange: PaperExchange
  readonly #options: HandsOptions

  constructor(options: HandsOptions) {
    this.#options = options
    this.exchange = options.exchange
  }

  /** Says what happens now. */
  tells(text: string): void {
    this.#options.tell(text, 'story')
  }

  /** Writes to the bot and waits for words that were not there before. */
  async says(text: string, then: string): Promise<void> {
    const before = this.#words()
    this.#options.user.sends(text)
    await this.#untilNew(before, then)
  }

  /** Presses a button, as soon as there is one that begins so, and waits for words that were not there before. */
  async taps(label: string, then: string): Promise<void> {
    const { user } = this.#options
    await this.#until(() => hasButton(user.messages(), label), STEP_SECONDS, `"${label}"`)
    const before = this.#words()
    user.taps(label)
    await this.#untilNew(before, then)
  }

  /** Waits until something holds at the exchange. */
  onExchange(holds: () => boolean): Promise<void> {
    return this.#until(holds, STEP_SECONDS, 'the exchange')
  }

  /** Says what the visitor may do next, and waits for it as long as it takes. */
  async handsOver(text: string, until: () => boolean): Promise<void> {
    this.#options.tell(text, 'visitor')
    await this.#until(until)
  }

  /**
   * Goes along with the visitor until the bot has said its last words: at each screen, known by words of its own,
   * says what may be pressed there. Whoever goes back is told again.
   */
  async guides(screens: Readonly<Record<string, string>>, lastWords: string): Promise<void> {
    const { tell, user } = this.#options
    let told = ''
    await this.#until(() => {
      const screen = user.messages().findLast(({ from }) => from === 'bot')
      const [, words] = Object.entries(screens).find(([on]) => screen?.text.includes(on)) ?? []
      if (words !== undefined && words !== told) tell((told = words), 'visitor')
      return hasSaid(user, lastWords)
    })
  }

  /** Waits for words of the bot that may take a while. */
  sees(words: string): Promise<void> {
    const { user } = this.#options
    return this.#until(() => hasSaid(user, words), PATIENT_SECONDS, `"${words}"`)
  }

  /** The last words of the story. */
  concludes(text: string): void {
    this.#options.tell(text, 'nobody')
  }

  #words(): Map<number, string> {
    return new Map(this.#options.user.messages().map(({ id, text }) => [id, text]))
  }

  #untilNew(before: Map<number, string>, words: string): Promise<void> {
    const isNew = ({ id, from, text }: ChatMessage) =>
      from === 'bot' && text.includes(words) && before.get(id) !== text
    const { user } = this.#options
    return this.#until(() => user.messages().some(isNew), STEP_SECONDS, `"${words}"`)
  }

  /** Looks now and after everything that happens. @throws {Error} when it takes too long, or is called off. */
  async #until(holds: () => boolean, seconds?: number, what = 'the visitor'): Promise<void> {
    const { botApi, exchange, signal } = this.#options
    signal.throwIfAborted()
    if (holds()) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = () => holds() && resolve()
    const cleanups = [botApi.onEvent(look), exchange.onChange(look)]
    const leave = () => reject(signal.reason)
    signal.addEventListener('abort', leave)
    const late =
      seconds !== undefined &&
      setTimeout(
        () => reject(new Error(`${what} did not come within ${seconds} s`)),
        seconds * 1000,
      )
    try {
      await promise
    } finally {
      for (const cleanup of cleanups) cleanup()
      signal.removeEventListener('abort', leave)
      if (late !== false) clearTimeout(late)
    }
  }
}

function hasSaid(user: TelegramUser, words: string): boolean {
  return user.messages().some(({ from, text }) => from === 'bot' && text.includes(words))
}

function hasButton(messages: ChatMessage[], label: string): boolean {
  try {
    return findButton(messages, label).messageId > 0
  } catch {
    return false
  }
}
