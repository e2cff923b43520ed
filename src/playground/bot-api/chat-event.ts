import type { BotCommand } from 'grammy/types'
import type { ChatMessage } from './message.ts'

/** Something that changed on a user's screen: plain JSON. */
export type ChatEvent =
  | { type: 'message'; chatId: number; message: ChatMessage }
  | { type: 'edited'; chatId: number; message: ChatMessage }
  | { type: 'deleted'; chatId: number; messageId: number }
  | { type: 'tapped'; chatId: number; messageId: number; tapId: string; data: string }
  | { type: 'answered'; chatId: number; tapId: string; text?: string; showAlert: boolean }
  | { type: 'action'; chatId: number; action: string }
  /** `chatId` is missing when every chat may be concerned. */
  | { type: 'commands'; chatId?: number; commands: BotCommand[] }
  | { type: 'reset' }

/** Hears about every change, in order and at once. */
export type ChatListener = (event: ChatEvent) => void

/** The listeners of one stand-in. */
export class ChatEvents {
  readonly #listeners = new Set<ChatListener>()

  listen(listener: ChatListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: ChatEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
