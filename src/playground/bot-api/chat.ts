import type { User } from 'grammy/types'
import type { ChatEvents } from './chat-event.ts'
import { type ApiChat, type StoredMessage, toChatMessage } from './message.ts'

/** One chat and what is in it. */
export class Chat {
  readonly profile: ApiChat
  /** The other side of a private chat; undefined in a group. */
  readonly user: User | undefined
  /** True once the user wrote, or the group exists: only then may the bot write. */
  open: boolean
  /** True while the user has blocked the bot. */
  blocked = false
  readonly #messages = new Map<number, StoredMessage>()
  readonly #events: ChatEvents

  constructor(profile: ApiChat, events: ChatEvents, user?: User) {
    this.profile = profile
    this.user = user
    this.open = user === undefined
    this.#events = events
  }

  get id(): number {
    return this.profile.id
  }

  /** Everything in the chat, oldest first. */
  messages(): StoredMessage[] {
    return [...this.#messages.values()]
  }

  find(messageId: number | undefined): StoredMessage | undefined {
    return messageId === undefined ? undefined : this.#messages.get(messageId)
  }

  add(message: StoredMessage): void {
    this.#messages.set(message.id, message)
    this.#events.emit({ type: 'message', chatId: this.id, message: toChatMessage(message) })
  }

  /** Puts a changed message in the place of the old one. */
  replace(message: StoredMessage): void {
    this.#messages.set(message.id, message)
    this.#events.emit({ type: 'edited', chatId: this.id, message: toChatMessage(message) })
  }

  remove(messageId: number): void {
    if (this.#messages.delete(messageId)) {
      this.#events.emit({ type: 'deleted', chatId: this.id, messageId })
    }
  }

  clear(): void {
    this.#messages.clear()
    this.blocked = false
    this.open = this.user === undefined
  }
}
