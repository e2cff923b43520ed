import type { InlineKeyboardButton } from 'grammy/types'
import type { Chat } from './chat.ts'
import { badRequest } from './method-error.ts'
import { isLink } from './html-tags.ts'
import { isRecord, textIn } from './record.ts'

/** What hangs under a message: inline buttons, or a request to answer it. */
export interface Markup {
  keyboard: InlineKeyboardButton[][]
  /** The grey hint of the input field; undefined unless the message asks for a reply. */
  forceReply?: { placeholder: string }
}

/**
 * Checks a `reply_markup`; only inline keyboards and force_reply are shown, others are let through.
 *
 * @throws {MethodError} 400 in Telegram's words.
 */
export function parseReplyMarkup(value: unknown, { user }: Pick<Chat, 'user'>): Markup {
  if (value === undefined || value === null || value === '') return { keyboard: [] }
  if (!isRecord(value)) throw badRequest('object expected as reply markup')
  if ('force_reply' in value && !('inline_keyboard' in value)) {
    return {
      keyboard: [],
      forceReply: { placeholder: textIn(value, 'input_field_placeholder') },
    }
  }
  if (!('inline_keyboard' in value)) return { keyboard: [] }

  const rows = value['inline_keyboard']
  const field = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'
  if (!Array.isArray(rows)) throw badRequest(field)
  const keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`${field} of Arrays`)
    return row.map((button: unknown) => parseButton(button, user !== undefined))
  })
  if (keyboard.flat().length > 100) throw badRequest('reply markup is too long')
  return { keyboard: keyboard.filter((row) => row.length > 0) }
}

const ACTIONS = [
  'callback_data',
  'url',
  'copy_text',
  'disabled',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'callback_game',
  'pay',
]

function parseButton(value: unknown, isPrivate: boolean): InlineKeyboardButton {
  if (!isRecord(value)) throw cannotParse('InlineKeyboardButton must be an Object')
  const { text } = value
  if (typeof text !== 'string') throw cannotParse(`Can't find field "text"`)
  if (text.trim() === '') throw badRequest('BUTTON_TEXT_INVALID')
  const actions = ACTIONS.filter((action) => value[action] !== undefined && value[action] !== null)
  if (actions.length === 0) {
    throw cannotParse('Text buttons are unallowed in the inline keyboard')
  }
  // Telegram takes the first action and stays silent; a bot that sends two is wrong either way.
  if (actions.length > 1) throw cannotParse(`Button has several actions: ${actions.join(', ')}`)
  if ('style' in value && !['danger', 'success', 'primary'].includes(textIn(value, 'style'))) {
    throw cannotParse('Unsupported button style specified')
  }
  checkAction(value, isPrivate)
  if (!isButton(value)) throw cannotParse(`Field "${actions[0]}" has a wrong type`)
  return value
}

function checkAction(
  { callback_data: data, url, copy_text: copied, web_app: webApp }: Record<string, unknown>,
  isPrivate: boolean,
): void {
  if (typeof data === 'string' && (data === '' || Buffer.byteLength(data) > 64)) {
    throw badRequest('BUTTON_DATA_INVALID')
  }
  if (typeof url === 'string' && !isLink(url)) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
  }
  if (isRecord(copied)) {
    const text = textIn(copied, 'text')
    if (text === '' || text.length > 256) throw badRequest('BUTTON_COPY_TEXT_INVALID')
  }
  if (isRecord(webApp)) {
    const page = textIn(webApp, 'url')
    if (!isSecure(page)) {
      throw badRequest(
        `inline keyboard button Web App URL '${page}' is invalid: Only HTTPS links are allowed`,
      )
    }
    if (!isPrivate) throw badRequest('BUTTON_TYPE_INVALID')
  }
}

/** Telegram takes https alone; here this machine will do too. */
function isSecure(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

function isButton(
  value: Record<string, unknown>,
): value is Record<string, unknown> & InlineKeyboardButton {
  return (
    isAbsentOr('string', value['callback_data']) &&
    isAbsentOr('string', value['url']) &&
    isAbsentOr('object', value['copy_text']) &&
    isAbsentOr('object', value['web_app'])
  )
}

function isAbsentOr(type: 'string' | 'object', value: unknown): boolean {
  return value === undefined || typeof value === type
}

function cannotParse(what: string) {
  return badRequest(`can't parse inline keyboard button: ${what}`)
}
