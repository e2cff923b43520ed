import type { Message } from 'grammy/types'
import { isDeepStrictEqual } from 'node:util'
import type { Chat } from './chat.ts'
import { readFormattedText } from './formatted-text.ts'
import { badRequest } from './method-error.ts'
import { chatOf, editableMessageOf, type Method, writableChatOf } from './method.ts'
import { type StoredMessage, toApiMessage } from './message.ts'
import type { Params } from './params.ts'
import { parseReplyMarkup } from './reply-markup.ts'
import { checkCaption, checkText, publish } from './sending.ts'
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
    return edit(chat, message, { ...message, content, keyboard: keyboardOf(params) }, state)
  },

  editMessageCaption(params, state) {
    const chat = chatOf(params, state)
    const message = editableMessageOf(params, chat)
    if (message.file === undefined) throw badRequest('there is no caption in the message to edit')
    const content = readFormattedText(params, 'caption')
    checkCaption(content)
    return edit(chat, message, { ...message, content, keyboard: keyboardOf(params) }, state)
  },

  editMessageReplyMarkup(params, state) {
    const chat = chatOf(params, state)
    const message = editableMessageOf(params, chat)
    return edit(chat, message, { ...message, keyboard: keyboardOf(params) }, state)
  },
}

function keyboardOf(params: Params): StoredMessage['keyboard'] {
  return parseReplyMarkup(params.payload['reply_markup']).keyboard
}

/** Replaces a message by its edited self. @throws {MethodError} 400 if nothing differs. */
export function edit(
  chat: Chat,
  before: StoredMessage,
  after: StoredMessage,
  state: State,
): Message {
  if (isDeepStrictEqual(before, after)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  const onlyButtons = isDeepStrictEqual({ ...before, keyboard: [] }, { ...after, keyboard: [] })
  const edited = onlyButtons ? after : { ...after, editDate: state.seconds() }
  chat.replace(edited)
  return toApiMessage(edited)
}
