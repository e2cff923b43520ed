import { badRequest } from './method-error.ts'

/** A pressed button. `id` is the callback query's id. */
export interface Tap {
  id: string
  updateId: number
  chatId: number
  messageId: number
  data: string
}

/** What the user sees after a tap: nothing, a toast, or an alert to close. */
export interface TapAnswer {
  text?: string
  showAlert: boolean
}

/** Telegram gives a bot a quarter of an hour to answer. */
const ANSWER_WITHIN_MS = 15 * 60 * 1000

/** Every tap and its answer. */
export class Taps {
  readonly #taps = new Map<string, { tap: Tap; at: Date; answer?: TapAnswer }>()
  #count: number

  constructor(firstId: number) {
    this.#count = firstId
  }

  nextId(): string {
    this.#count += 1
    return String(this.#count)
  }

  add(tap: Tap, at: Date): void {
    this.#taps.set(tap.id, { tap, at })
  }

  /**
   * Notes the answer and gives the tap. Only the `first` answer is shown; others are accepted.
   *
   * @throws {MethodError} 400 if the tap is unknown or too old.
   */
  answer(id: string, answer: TapAnswer, now: Date): { tap: Tap; first: boolean } {
    const found = this.#taps.get(id)
    if (found === undefined || now.getTime() - found.at.getTime() > ANSWER_WITHIN_MS) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    const first = found.answer === undefined
    found.answer ??= answer
    return { tap: found.tap, first }
  }

  answerOf(id: string): TapAnswer | undefined {
    return this.#taps.get(id)?.answer
  }

  unanswered(): Tap[] {
    return [...this.#taps.values()]
      .filter(({ answer }) => answer === undefined)
      .map(({ tap }) => tap)
  }

  clear(): void {
    this.#taps.clear()
  }
}
