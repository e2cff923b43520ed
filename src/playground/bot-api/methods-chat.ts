import { badRequest } from './method-error.ts'
import { chatOf, type Method, writableChatOf } from './method.ts'
import { isRecord } from './record.ts'

const ACTIONS = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
])

/** What the bot does in a chat besides messages: answers to taps, actions, reactions, pins. */
export const chatMethods: Record<string, Method> = {
  answerCallbackQuery(params, state) {
    const text = params.text('text')
    if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG')
    const answer = { showAlert: params.flag('show_alert'), ...(text !== '' && { text }) }
    const id = params.text('callback_query_id')
    const { first, tap } = state.taps.answer(id, answer, state.clock.now())
    if (first) state.events.emit({ type: 'answered', chatId: tap.chatId, tapId: id, ...answer })
    return true
  },

  sendChatAction(params, state) {
    const chat = writableChatOf(params, state)
    const action = params.text('action')
    if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request')
    state.events.emit({ type: 'action', chatId: chat.id, action })
    return true
  },

  setMessageReaction(params, state) {
    const chat = writableChatOf(params, state)
    const message = chat.find(params.integer('message_id'))
    if (message === undefined) throw badRequest('message to react not found')
    const { reaction: _, ...bare } = message
    const given = params.list('reaction')[0]
    const emoji = isRecord(given) ? given['emoji'] : undefined
    if (given !== undefined && typeof emoji !== 'string') throw badRequest('REACTION_INVALID')
    chat.replace(typeof emoji === 'string' ? { ...bare, reaction: emoji } : bare)
    return true
  },

  pinChatMessage(params, state) {
    const chat = writableChatOf(params, state)
    const message = chat.find(params.integer('message_id'))
    if (message === undefined) throw badRequest('message to pin not found')
    chat.replace({ ...message, pinned: true })
    return true
  },

  unpinChatMessage(params, state) {
    const chat = writableChatOf(params, state)
    const newestPinned = chat.messages().findLast(({ pinned }) => pinned)
    const message = params.has('message_id')
      ? chat.find(params.integer('message_id'))
      : newestPinned
    if (message === undefined) throw badRequest('message to unpin not found')
    chat.replace({ ...message, pinned: false })
    return true
  },

  getChat(params, state) {
    const { profile } = chatOf(params, state)
    return { ...profile, accent_color_id: 0, max_reaction_count: 11 }
  },
}
