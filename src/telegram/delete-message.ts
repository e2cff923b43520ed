import type { Api } from 'grammy'
import type { Message } from 'grammy/types'
import { isTelegramError } from './screen.ts'

/** Whether the message is gone from the chat: deleted now, or before. */
export async function deleteMessage(
  api: Api,
  { chat, message_id }: Pick<Message, 'chat' | 'message_id'>,
): Promise<boolean> {
  try {
    await api.deleteMessage(chat.id, message_id)
    return true
  } catch (error) {
    return isTelegramError(error, 'message to delete not found')
  }
}
