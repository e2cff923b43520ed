import type { BotApi } from '../bot-api/bot-api.ts'
import { findButton } from '../bot-api/find-button.ts'
import type { ChatMessage } from '../bot-api/message.ts'
import type { TelegramUser } from '../bot-api/user.ts'
import type { PaperExchange } from '../paper-exchange/paper-exchange.ts'
import type { ScreenKind } from '../../telegram/screen-kind.ts'
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

  /** Writes to the bot and waits for the screen that answers. */
  async says(text: string, then: ScreenKind): Promise<void> {
    const { user } = this.#options
    const since = user.moment()
    user.sends(text)
    await this.#untilShown(then, since)
  }

  /** Presses a button, as soon as there is one that begins so, and waits for the screen that it leads to. */
  async taps(label: string, then: ScreenKind): Promise<void> {
    const { user } = this.#options
    await this.#until(() => hasButton(user.messages(), label), STEP_SECONDS, `"${label}"`)
    const since = user.moment()
    user.taps(label)
    await this.#untilShown(then, since)
  }

  /** The text of the newest such screen; empty if there is none. */
  reads(screen: ScreenKind): string {
    const { user } = this.#options
    return user.messages().findLast((message) => message.screen === screen)?.text ?? ''
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
   * Goes along with the visitor until the bot shows the last screen: says what may be pressed on
   * each of the others. Whoever goes back is told again.
   */
  async guides(
    guide: Readonly<Partial<Record<ScreenKind, string>>>,
    last: ScreenKind,
  ): Promise<void> {
    const { tell, user } = this.#options
    const words: Readonly<Record<string, string | undefined>> = guide
    let told = ''
    await this.#until(() => {
      const newest = user.messages().findLast(({ from }) => from === 'bot')
      const now = words[newest?.screen ?? '']
      if (now !== undefined && now !== told) tell((told = now), 'visitor')
      return user.shows({ screen: last })
    })
  }

  /** Waits for a screen of the bot that may take a while. */
  sees(screen: ScreenKind): Promise<void> {
    const { user } = this.#options
    return this.#until(() => user.shows({ screen }), PATIENT_SECONDS, screen)
  }

  /** The last words of the story. */
  concludes(text: string): void {
    this.#options.tell(text, 'nobody')
  }

  #untilShown(screen: ScreenKind, since: number): Promise<void> {
    const { user } = this.#options
    return this.#until(() => user.shows({ screen, since }), STEP_SECONDS, screen)
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

function hasButton(messages: ChatMessage[], label: string): boolean {
  try {
    return findButton(messages, label).messageId > 0
  } catch {
    return false
  }
}
