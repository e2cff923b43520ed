import type { Message } from 'grammy/types'
import type { StoredFile } from './files.ts'
import { readFormattedText } from './formatted-text.ts'
import type { FormattedText } from './html-entities.ts'
import { badRequest } from './method-error.ts'
import { chatOf, editableMessageOf, type Method, writableChatOf } from './method.ts'
import { edit } from './methods-messages.ts'
import { Params } from './params.ts'
import { isRecord } from './record.ts'
import { parseReplyMarkup } from './reply-markup.ts'
import { checkCaption, publish, showing } from './sending.ts'
import type { State } from './state.ts'

/** Sending and fetching documents and photos. */
export const fileMethods: Record<string, Method> = {
  sendDocument: (params, state) => sendFile('document', params, state),
  sendPhoto: (params, state) => sendFile('photo', params, state),

  sendMediaGroup(params, state) {
    const chat = writableChatOf(params, state)
    const media = params.list('media').map((item) => readMedia(item, params, state))
    if (media.length === 0) throw badRequest('there are no messages to send')
    if (media.length > 10) throw badRequest('too many messages to send as an album')
    if (new Set(media.map(({ file }) => file.kind)).size > 1) {
      throw badRequest("document can't be mixed with other media types")
    }
    const albumId = `album-${state.nextMessageId()}`
    // The screen is there once the whole album is.
    const before = new Params(params.payload)
    return media.map((item, i) =>
      publish(chat, { ...item, albumId }, i < media.length - 1 ? before : params, state),
    )
  },

  editMessageMedia(params, state) {
    const chat = chatOf(params, state)
    const message = editableMessageOf(params, chat)
    const { content, file } = readMedia(params.payload['media'], params, state)
    const { keyboard } = parseReplyMarkup(params.payload['reply_markup'], chat)
    const after = { ...message, content, file, keyboard, ...showing(params, state) }
    return edit(chat, message, after, state)
  },

  getFile(params, state) {
    const file = state.files.find(params.text('file_id'))
    if (file === undefined) throw badRequest('invalid file_id')
    const { id, path, bytes } = file
    if (bytes.length > 20 * 1024 * 1024) throw badRequest('file is too big')
    return { file_id: id, file_unique_id: `unique-${id}`, file_size: bytes.length, file_path: path }
  },
}

type Kind = 'document' | 'photo'

interface Media {
  content: FormattedText
  file: { kind: Kind; stored: StoredFile }
}

function sendFile(kind: Kind, params: Params, state: State): Message {
  const chat = writableChatOf(params, state)
  const content = readFormattedText(params, 'caption')
  checkCaption(content)
  const stored = resolveFile(kind, { reference: params.payload[kind], key: kind }, params, state)
  return publish(chat, { content, file: { kind, stored } }, params, state)
}

function readMedia(item: unknown, params: Params, state: State): Media {
  if (!isRecord(item)) throw badRequest("can't parse InputMedia: expected an Object")
  const { type: kind, media: reference } = item
  if (kind !== 'document' && kind !== 'photo') {
    throw badRequest("can't parse InputMedia: type must be specified")
  }
  const content = readFormattedText(new Params(item), 'caption')
  checkCaption(content)
  const stored = resolveFile(kind, { reference, key: '' }, params, state)
  return { content, file: { kind, stored } }
}

type Source = { reference: unknown; key: string }

/** A new upload, or a file that is already there, by its id. */
function resolveFile(kind: Kind, source: Source, params: Params, state: State): StoredFile {
  const upload = params.upload(source.reference, source.key)
  if (upload !== undefined) return state.files.keep(kind, upload)
  if (typeof source.reference !== 'string' || source.reference === '') {
    throw badRequest(`there is no ${kind} in the request`)
  }
  const known = state.files.find(source.reference)
  if (known === undefined) throw badRequest('wrong file identifier/HTTP URL specified')
  return known
}
