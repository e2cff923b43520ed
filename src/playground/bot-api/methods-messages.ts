import type { Message } from 'grammy/types'
import { isDeepStrictEqual } from 'node:util'
import type { Chat } from './chat.ts'
import { readFormattedText } from './formatted-text.ts'
import { badRequest } from './method-error.ts'
import { chatOf, editableMessageOf, type Method, writableChatOf } from './method.ts'
import { type StoredMessage, toApiMessage } from './message.ts'
import type { Params } from './params.ts'
import { parseReplyMarkup } from './reply-markup.ts'
import { checkCaption, checkText, publish, showing } from './sending.ts'
import type { State } from './state.ts'

/** Sending and editing texts. */
export const messageMethods: Record<string, Method> = {
  sendMessage(params, state) {
    const chat = writableChatOf(params, state)
    const content = readFormattedText(params, 'text')
    checkText(content)
    return publish(chat, { content }, params, state)
  },

  editMessageText(params, state) {
    const chat = chatOf(params, state)
    const message = editableMessageOf(params, chat)
    if (message.file !== undefined) throw badRequest('there is no text in the message to edit')
    const content = readFormattedText(params, 'text')
    checkText(content)
    const after = { ...message, content, keyboard: keyboardOf(params, chat) }
    return edit(chat, message, { ...after, ...showing(params, state) }, state)
  },

  editMessageCaption(params, state) {
    const chat = chatOf(params, state)
    const message = editableMessageOf(params, chat)
    if (message.file === undefined) throw badRequest('there is no caption in the message to edit')
    const content = readFormattedText(params, 'caption')
    checkCaption(content)
    const after = { ...message, content, keyboard: keyboardOf(params, chat) }
    return edit(chat, message, { ...after, ...showing(params, state) }, state)
  },

  editMessageReplyMarkup(params, state) {
    const chat = chatOf(params, state)
    const message = editableMessageOf(params, chat)
    return edit(chat, message, { ...message, keyboard: keyboardOf(params, chat) }, state)
  },
}

function keyboardOf(params: Params, chat: Chat): StoredMessage['keyboard'] {
  return parseReplyMarkup(params.payload['reply_markup'], chat).keyboard
}

/** Replaces a message by its edited self. @throws {MethodError} 400 if nothing differs. */
export function edit(
  chat: Chat,
  before: StoredMessage,
  after: StoredMessage,
  state: State,
): Message {
  const [old, now] = [contentOf(before), contentOf(after)]
  if (isDeepStrictEqual(old, now)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  const onlyButtons = isDeepStrictEqual({ ...old, keyboard: [] }, { ...now, keyboard: [] })
  const edited = onlyButtons ? after : { ...after, editDate: state.seconds() }
  chat.replace(edited)
  return toApiMessage(edited)
}

/** What people see of a message. */
function contentOf(message: StoredMessage): StoredMessage {
  return { ...message, screen: undefined, shown: 0 }
}
