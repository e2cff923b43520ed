import type { RawAnswer } from '../exchange/ccxt/answer-listener.ts'
import { listenForUnread, type Unread } from '../exchange/dialect/unread.ts'

/** What was heard while one question was asked. */
export interface Heard {
  answers: readonly RawAnswer[]
  unread: readonly Unread[]
}

/** Keeps what comes from the exchange until the question that it belongs to is judged. Nothing is stored. */
export class Recorder {
  #answers: RawAnswer[] = []
  #unread: Unread[] = []
  readonly #callOff = listenForUnread((report) => this.#unread.push(report))

  readonly onAnswer = (answer: RawAnswer): void => {
    this.#answers.push(answer)
  }

  /** All since the last time. */
  take(): Heard {
    const heard = { answers: this.#answers, unread: this.#unread }
    this.#answers = []
    this.#unread = []
    return heard
  }

  close(): void {
    this.#callOff()
  }
}
