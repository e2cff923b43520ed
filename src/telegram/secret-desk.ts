import { randomUUID } from 'node:crypto'
import type { Secret } from '../lib/secret.ts'

/**
 * Where texts that hold secrets wait, in memory, between the moment an update arrives and the
 * moment it is handled. What a crash takes away is asked for again.
 */
export class SecretDesk {
  /** Tells the desks of several processes, and of several runs, apart. */
  readonly name = randomUUID()
  readonly #texts = new Map<number, TakenText>()
  readonly #parts = new Map<string, Secret>()
  readonly #offers = new Map<string, Offer>()
  readonly #screens = new Map<string, number>()

  /** Keeps the text of an update until it is handled. One that is there already stays. */
  put(updateId: number, taken: TakenText): void {
    if (!this.#texts.has(updateId)) this.#texts.set(updateId, taken)
  }

  /** Whether the text of an update waits here. */
  has(updateId: number): boolean {
    return this.#texts.has(updateId)
  }

  /** Forgets the text of an update that is not handled again. */
  drop(updateId: number): void {
    this.#texts.delete(updateId)
  }

  /** Gives the text out, once. */
  take(updateId: number): TakenText | undefined {
    const taken = this.#texts.get(updateId)
    this.#texts.delete(updateId)
    return taken
  }

  /** Keeps the parts of a key that came, as JSON, until the others come in another message. */
  keepParts(userId: string, parts: Secret): void {
    this.#parts.set(userId, parts)
  }

  takeParts(userId: string): Secret | undefined {
    const parts = this.#parts.get(userId)
    this.#parts.delete(userId)
    return parts
  }

  /** Keeps a key that was tried until its owner has said whether it is to be kept. */
  keepOffer(userId: string, offer: Offer): void {
    this.#offers.set(userId, offer)
  }

  /** Whether a key of somebody waits here for that. */
  hasOffer(userId: string): boolean {
    return this.#offers.has(userId)
  }

  /** Gives it out, once: whichever there is, or only the one that this token's button asks about. */
  takeOffer(userId: string, token?: string): Offer | undefined {
    const offer = this.#offers.get(userId)
    if (token !== undefined && !offer?.tokens.includes(token)) return undefined
    this.#offers.delete(userId)
    return offer
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

/** A text taken out of the chat. */
export interface TakenText {
  text: Secret
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
