import type { Chat } from './chat.ts'
import { badRequest, forbidden } from './method-error.ts'
import type { StoredMessage } from './message.ts'
import type { Params } from './params.ts'
import type { State } from './state.ts'

/** One Bot API method: gives the `result`, throws a `MethodError` for anything else. */
export type Method = (params: Params, state: State) => unknown

/** The chat a call names. @throws {MethodError} 400 if there is none. */
export function chatOf(params: Params, state: State): Chat {
  if (!params.has('chat_id') || params.text('chat_id') === '') throw badRequest('chat_id is empty')
  const chat = state.chats.get(params.integer('chat_id') ?? NaN)
  if (chat === undefined) throw badRequest('chat not found')
  return chat
}

/** The chat a call names, if the bot may write there. @throws {MethodError} 400 or 403 otherwise. */
export function writableChatOf(params: Params, state: State): Chat {
  const chat = chatOf(params, state)
  if (chat.blocked) throw forbidden('bot was blocked by the user')
  if (!chat.open) throw forbidden("bot can't initiate conversation with a user")
  return chat
}

/** The bot's own message that a call wants to edit. @throws {MethodError} 400 otherwise. */
export function editableMessageOf(params: Params, chat: Chat): StoredMessage {
  if (!params.has('message_id')) throw badRequest('message identifier is not specified')
  const message = chat.find(params.integer('message_id'))
  if (message === undefined) throw badRequest('message to edit not found')
  if (!message.from.is_bot) throw badRequest("message can't be edited")
  return message
}
