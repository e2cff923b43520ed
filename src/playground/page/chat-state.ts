import type { BotCommand } from 'grammy/types'
import type { ChatMessage } from '../bot-api/message.ts'

/** A message as the page draws it. */
export type PageMessage = Omit<ChatMessage, 'html' | 'chatId' | 'senderId'>

/** The visitor's chat, oldest message first. */
export interface ChatState {
  messages: PageMessage[]
  commands: BotCommand[]
}

/** Leaves out what the page does not need: it builds its own nodes from the entities. */
export function toPageMessage({
  html: _html,
  chatId: _chat,
  senderId: _sender,
  ...message
}: ChatMessage): PageMessage {
  return message
}
