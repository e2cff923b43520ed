import type { Clock } from '../lib/clock.ts'

/** What may leave for all chats together in any second. */
const MOST_PER_SECOND = 30
/** Of those, what routine notices leave free, so that an urgent one never queues behind them. */
const KEPT_FOR_URGENT = 10
/** Telegram wants one message a second per chat, and lets short bursts pass: an exit's last words are one. */
const CHAT_BURST = 5
const SECOND_MS = 1_000
/** Two chats that may write again at the same moment were refused for one reason: the bot itself. */
const SAME_MOMENT_MS = 2_000

/** One notice that wants to leave. */
export interface Departure {
  chat: string
  /** May use what is kept for the urgent. */
  urgent: boolean
  /** Edits wait until their chat is quiet, so that a burst of changes is about one edit a second. */
  edit: boolean
}

/**
 * Telegram's limits for what is said unasked. Answers never wait, but count, so that notices yield
 * to them.
 */
export class SendingLimit {
  readonly #clock: Clock
  /** Milliseconds at which the latest departures left, oldest first. */
  #left: number[] = []
  /** When each chat will have worked off what it was sent, at one message a second. */
  readonly #chatQuietAt = new Map<string, number>()
  readonly #chatClosedUntil = new Map<string, number>()
  #allClosedUntil = 0
  /** The latest moment given to a routine notice to come back at. */
  #lastTurn = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Books the notice's departure, or gives the moment to ask again at. */
  take(departure: Departure): Date | undefined {
    const now = this.#clock.now().getTime()
    this.#forget(now)
    const closed = Math.max(this.#allClosedUntil, this.#chatClosedUntil.get(departure.chat) ?? 0)
    const wait = Math.max(closed, this.#chatFreeAt(departure, now), this.#freeAt(departure, now))
    if (wait > now) return new Date(wait)
    this.#book(departure.chat, now, CHAT_BURST)
    return undefined
  }

  /** Counts an answer: it leaves at once, whatever the limits say. */
  count(chat: string | undefined): void {
    const now = this.#clock.now().getTime()
    this.#forget(now)
    // Somebody who taps without a pause must not put off their own notices for ever.
    this.#book(chat, now, 1)
  }

  /** Telegram refused with 429. It does not say whether the chat or the bot is meant. */
  close(chat: string | undefined, seconds: number): void {
    const until = this.#clock.now().getTime() + seconds * SECOND_MS
    const others = [...this.#chatClosedUntil].filter(([other]) => other !== chat)
    const sameMoment = others.some(([, end]) => Math.abs(end - until) < SAME_MOMENT_MS)
    if (chat !== undefined) this.#chatClosedUntil.set(chat, until)
    if (chat === undefined || sameMoment) {
      this.#allClosedUntil = Math.max(this.#allClosedUntil, until)
    }
  }

  #chatFreeAt({ chat, edit }: Departure, now: number): number {
    const debt = (this.#chatQuietAt.get(chat) ?? 0) - now
    const allowed = edit ? 0 : (CHAT_BURST - 1) * SECOND_MS
    return debt > allowed ? now + debt - allowed : now
  }

  #freeAt({ urgent }: Departure, now: number): number {
    const most = urgent ? MOST_PER_SECOND : MOST_PER_SECOND - KEPT_FOR_URGENT
    if (this.#left.length < most) return now
    const next = (this.#left.at(-most) ?? now) + SECOND_MS
    if (urgent) return next
    // Each gets a turn of its own: thousands that come back at one moment would only crowd each other.
    this.#lastTurn = Math.max(this.#lastTurn + SECOND_MS / most, next)
    return Math.ceil(this.#lastTurn)
  }

  /** Adds a second to what the chat has to work off, `most` of them at most. */
  #book(chat: string | undefined, now: number, most: number): void {
    this.#left.push(now)
    if (chat === undefined) return
    const quietAt = Math.max(this.#chatQuietAt.get(chat) ?? 0, now)
    const added = Math.min(quietAt + SECOND_MS, now + most * SECOND_MS)
    this.#chatQuietAt.set(chat, Math.max(quietAt, added))
  }

  #forget(now: number): void {
    this.#left = this.#left.filter((at) => at > now - SECOND_MS && at <= now)
    for (const moments of [this.#chatQuietAt, this.#chatClosedUntil]) {
      for (const [chat, at] of moments) if (at <= now) moments.delete(chat)
    }
  }
}
