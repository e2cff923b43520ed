import type { Message } from 'grammy/types'
import type { Chat } from './chat.ts'
import type { FormattedText } from './html-entities.ts'
import { badRequest } from './method-error.ts'
import { type StoredMessage, toApiReply } from './message.ts'
import type { Params } from './params.ts'
import { isRecord } from './record.ts'
import { parseReplyMarkup } from './reply-markup.ts'
import type { State } from './state.ts'

type Parts = Pick<StoredMessage, 'content' | 'file' | 'albumId'>

/** Puts a new message of the bot into a chat and gives it as the Bot API does. */
export function publish(chat: Chat, parts: Parts, params: Params, state: State): Message {
  const { keyboard, forceReply } = parseReplyMarkup(params.payload['reply_markup'], chat)
  const replyTo = repliedMessage(params, chat)
  const message: StoredMessage = {
    ...parts,
    id: state.nextMessageId(),
    chat: chat.profile,
    from: botUser(state),
    date: state.seconds(),
    keyboard,
    silent: params.flag('disable_notification'),
    protected: params.flag('protect_content'),
    pinned: false,
    ...showing(params, state),
    ...(forceReply !== undefined && { forceReply }),
    ...(replyTo !== undefined && { replyTo: replyTo.id }),
  }
  chat.add(message)
  return toApiReply(message, replyTo)
}

/** Which screen a call shows, and that it is the newest. */
export function showing(
  { screen }: Params,
  state: State,
): Required<Pick<StoredMessage, 'screen' | 'shown'>> {
  return { screen, shown: state.nextShown() }
}

function botUser({ me }: State) {
  const { id, first_name, username } = me
  return { id, is_bot: true, first_name, username }
}

function repliedMessage(params: Params, chat: Chat): StoredMessage | undefined {
  const given = params.payload['reply_parameters']
  if (!isRecord(given)) return undefined
  const message = chat.find(Number(given['message_id']))
  if (message === undefined && given['allow_sending_without_reply'] !== true) {
    throw badRequest('message to be replied not found')
  }
  return message
}

/** @throws {MethodError} 400 if a text is empty or longer than 4096 UTF-16 units. */
export function checkText({ text }: FormattedText): void {
  if (text === '') throw badRequest('message text is empty')
  if (text.length > 4096) throw badRequest('message is too long')
}

/** @throws {MethodError} 400 if a caption is longer than 1024 UTF-16 units. */
export function checkCaption({ text }: FormattedText): void {
  if (text.length > 1024) throw badRequest('message caption is too long')
}
