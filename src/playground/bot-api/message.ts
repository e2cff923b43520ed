import type { Chat, InlineKeyboardButton, Message, User } from 'grammy/types'
import { entitiesToHtml } from './entities-html.ts'
import type { StoredFile } from './files.ts'
import type { FormattedText } from './html-entities.ts'

/** A chat that people can write in. */
export type ApiChat = Exclude<Chat, Chat.ChannelChat>

/** A message as the stand-in keeps it. Times are Unix seconds. */
export interface StoredMessage {
  id: number
  chat: ApiChat
  from: User
  date: number
  editDate?: number
  /** The text, or the caption of a file. */
  content: FormattedText
  keyboard: InlineKeyboardButton[][]
  forceReply?: { placeholder: string }
  file?: { kind: 'document' | 'photo'; stored: StoredFile }
  albumId?: string
  replyTo?: number
  silent: boolean
  protected: boolean
  reaction?: string
  pinned: boolean
  /** What the bot calls the screen that it shows here. */
  screen?: string | undefined
  /** Counts what the bot shows, over all chats; undefined for what it did not show. */
  shown?: number
}

/** A message as the user sees it: plain JSON, for the chat page and for tests. */
export interface ChatMessage {
  id: number
  chatId: number
  from: 'bot' | 'user'
  senderId: number
  /** The text, or the caption of a file. */
  text: string
  entities: FormattedText['entities']
  /** The text with its entities as escaped Telegram HTML. */
  html: string
  /** Rows of buttons; empty when there are none. */
  keyboard: InlineKeyboardButton[][]
  /** The hint of the input field, when the bot asks for a reply to this message. */
  forceReply?: { placeholder: string }
  document?: ChatFile
  photo?: ChatFile
  albumId?: string
  replyTo?: number
  /** Arrived without a sound. */
  silent: boolean
  protected: boolean
  /** The emoji the bot put on it. */
  reaction?: string
  pinned: boolean
  /** What the bot calls this screen, when it says so. */
  screen?: string
  /** Unix seconds. */
  date: number
  /** Unix seconds; absent until the first edit of the content. */
  editDate?: number
}

/** A file in a chat; `size` in bytes. Its content is at `/file/bot<token>/<path>`. */
interface ChatFile {
  name: string
  size: number
  type: string
  fileId: string
  path: string
}

/** The message in the shape the Bot API gives it to bots. */
export function toApiMessage(stored: StoredMessage): Message {
  const { content, editDate, keyboard, file, albumId } = stored
  const { text, entities } = content
  const some = entities.length > 0
  return {
    message_id: stored.id,
    from: stored.from,
    chat: stored.chat,
    date: stored.date,
    ...(editDate !== undefined && { edit_date: editDate }),
    ...(file === undefined && { text, ...(some && { entities }) }),
    ...(file !== undefined &&
      text !== '' && { caption: text, ...(some && { caption_entities: entities }) }),
    ...(file?.kind === 'document' && { document: apiDocument(file.stored) }),
    ...(file?.kind === 'photo' && {
      photo: [{ ...apiFile(file.stored), width: 1280, height: 720 }],
    }),
    ...(albumId !== undefined && { media_group_id: albumId }),
    ...(stored.protected && { has_protected_content: true as const }),
    ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
  }
}

/** The same with the message it answers, one level deep. */
export function toApiReply(stored: StoredMessage, replyTo: StoredMessage | undefined): Message {
  const message = toApiMessage(stored)
  return replyTo === undefined
    ? message
    : Object.assign(message, { reply_to_message: toApiMessage(replyTo) })
}

function apiFile({ id, bytes }: StoredFile) {
  return { file_id: id, file_unique_id: `unique-${id}`, file_size: bytes.length }
}

function apiDocument(file: StoredFile) {
  return { ...apiFile(file), file_name: file.name, mime_type: file.type }
}

/** The message in the shape the user's side shows it. */
export function toChatMessage(stored: StoredMessage): ChatMessage {
  const { id, chat, from, content, file, forceReply, albumId, replyTo, reaction, editDate } = stored
  const { screen } = stored
  return {
    id,
    chatId: chat.id,
    from: from.is_bot ? 'bot' : 'user',
    senderId: from.id,
    ...structuredClone(content),
    html: entitiesToHtml(content),
    keyboard: structuredClone(stored.keyboard),
    silent: stored.silent,
    protected: stored.protected,
    pinned: stored.pinned,
    date: stored.date,
    ...(file !== undefined && { [file.kind]: chatFile(file.stored) }),
    ...(forceReply !== undefined && { forceReply }),
    ...(albumId !== undefined && { albumId }),
    ...(replyTo !== undefined && { replyTo }),
    ...(reaction !== undefined && { reaction }),
    ...(screen !== undefined && { screen }),
    ...(editDate !== undefined && { editDate }),
  }
}

function chatFile({ id, name, type, bytes, path }: StoredFile): ChatFile {
  return { fileId: id, name, type, size: bytes.length, path }
}
