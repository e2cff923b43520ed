import { randomUUID } from 'node:crypto'
import { addSeconds, type Clock } from '../lib/clock.ts'
import { ExpiringMap } from '../lib/expiring-map.ts'
import type { Secret } from '../lib/secret.ts'

/** A secret that is not handled by then is asked for again. */
const LONGEST_WAIT_SECONDS = 15 * 60

/**
 * Where texts that hold secrets wait, in memory, between the moment an update arrives and the
 * moment it is handled. What a crash takes away is asked for again, and what nobody fetches in time is
 * forgotten.
 */
export class SecretDesk {
  /** Tells the desks of several processes, and of several runs, apart. */
  readonly name = randomUUID()
  readonly #clock: Clock
  readonly #texts: ExpiringMap<number, Taken>
  readonly #parts: ExpiringMap<string, Secret>
  readonly #offers: ExpiringMap<string, Offer>
  readonly #screens = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#texts = new ExpiringMap(clock)
    this.#parts = new ExpiringMap(clock)
    this.#offers = new ExpiringMap(clock)
  }

  /** Keeps the text of an update until it is handled. One that is there already stays. */
  put(updateId: number, taken: Taken): void {
    if (this.has(updateId)) return
    this.#texts.set(updateId, taken, addSeconds(this.#clock.now(), LONGEST_WAIT_SECONDS))
  }

  /** Whether the text of an update waits here. */
  has(updateId: number): boolean {
    return this.#texts.get(updateId) !== undefined
  }

  /** Forgets the text of an update that is not handled again. */
  drop(updateId: number): void {
    this.#texts.delete(updateId)
  }

  /** Gives the text out, once. */
  take(updateId: number): Taken | undefined {
    return this.#texts.take(updateId)
  }

  /** Keeps the parts of a key that came, as JSON, while the others are awaited in another message. */
  keepParts(userId: string, parts: Secret, until: Date): void {
    this.#parts.set(userId, parts, until)
  }

  takeParts(userId: string): Secret | undefined {
    return this.#parts.take(userId)
  }

  /** Keeps a key that was tried until its owner has said whether it is to be kept. */
  keepOffer(userId: string, offer: Offer, until: Date): void {
    this.#offers.set(userId, offer, until)
  }

  /** Whether a key of somebody waits here for that. */
  hasOffer(userId: string): boolean {
    return this.#offers.get(userId) !== undefined
  }

  /** Gives it out, once: whichever there is, or only the one that this token's button asks about. */
  takeOffer(userId: string, token?: string): Offer | undefined {
    const offer = this.#offers.get(userId)
    if (token !== undefined && !offer?.tokens.includes(token)) return undefined
    this.#offers.delete(userId)
    return offer
  }

  /** Forgets everything: Undock stops. */
  clear(): void {
    this.#texts.clear()
    this.#parts.clear()
    this.#offers.clear()
  }

  /** Remembers the message whose buttons belong to the credentials asked for. */
  keepScreen(userId: string, messageId: number): void {
    this.#screens.set(userId, messageId)
  }

  /** Undefined after a restart: its buttons then stay, and answer that they are old. */
  takeScreen(userId: string): number | undefined {
    const messageId = this.#screens.get(userId)
    this.#screens.delete(userId)
    return messageId
  }
}

/** What came of looking into a file. */
export type FileText = Secret | 'no-secret' | 'no-text' | 'unread'

/** A text taken out of the chat. */
export interface Taken {
  text: Secret | Promise<FileText>
  /** Whether Telegram has deleted the message. */
  deleted: Promise<boolean>
}

/** A key that is kept only if its owner says so. */
interface Offer {
  /** Of the buttons that ask. */
  tokens: readonly string[]
  /** As JSON. */
  credentials: Secret
}
