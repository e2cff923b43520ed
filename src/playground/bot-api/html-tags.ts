import type { MessageEntity } from 'grammy/types'
import { badRequest, type MethodError } from './method-error.ts'

/** A start tag with the one attribute that matters to it: a link, a language, a class, a time. */
export interface StartTag {
  name: string
  argument: string
  /** Of `tg-time`: how to show the time. */
  format: string
  /** Index just behind the tag. */
  end: number
}

/** A tag with the text it encloses. */
export interface ClosedTag extends StartTag {
  offset: number
  length: number
  inside: string
}

type SimpleType = MessageEntity.CommonMessageEntity['type']

const SIMPLE: Record<string, SimpleType> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  code: 'code',
}

const TAGS = new Set([...Object.keys(SIMPLE), 'a', 'pre', 'blockquote', 'tg-time'])

/** A markup error at a place in the source; Telegram counts the place in UTF-8 bytes. */
export function cannotParse(source: string, at: number, what: string, rest = ''): MethodError {
  const bytes = Buffer.byteLength(source.slice(0, at))
  return badRequest(`can't parse entities: ${what} at byte offset ${bytes}${rest}`)
}

/**
 * Reads the start tag at an index.
 *
 * @throws {MethodError} 400 if it is unclosed, unsupported or malformed.
 */
export function readStartTag(source: string, at: number): StartTag {
  const [head = '', rawName = ''] = /^<([^\s>]*)/.exec(source.slice(at)) ?? []
  const name = rawName.toLowerCase()
  if (at + head.length >= source.length) throw cannotParse(source, at, 'Unclosed start tag')
  if (!TAGS.has(name)) throw cannotParse(source, at, `Unsupported start tag "${name}"`)

  const { attributes, end } = readAttributes(source, at, { name, from: at + head.length })
  const spoiler = attributes.get('class') === 'tg-spoiler'
  if (name === 'span' && !spoiler) {
    throw cannotParse(source, at, 'Tag "span" must have class "tg-spoiler"')
  }
  const format = attributes.get('format') ?? ''
  if (name === 'tg-time') checkTime(source, at, { unix: attributes.get('unix'), format })
  return { name, argument: argumentOf(name, attributes), format, end }
}

const ATTRIBUTE = /^\s*([^\s=>]+)(?:\s*(=)\s*(?:"([^"]*)"|'([^']*)'|([a-z0-9.-]+)(?=[\s>])))?/i

function readAttributes(source: string, at: number, tag: { name: string; from: number }) {
  const attributes = new Map<string, string>()
  let end = tag.from
  for (;;) {
    const rest = source.slice(end)
    const close = /^\s*>/.exec(rest)
    if (close !== null) return { attributes, end: end + close[0].length }

    const match = ATTRIBUTE.exec(rest)
    if (match === null) throw cannotParse(source, at, 'Unclosed start tag')
    const [whole, name = '', equals, double, single, token] = match
    end += whole.length
    if (equals === undefined && !(tag.name === 'blockquote' && name === 'expandable')) {
      const behind = source.slice(end).trimStart()
      if (behind === '' || /^=\s*(["']|$)/.test(behind)) {
        throw cannotParse(source, at, 'Unclosed start tag')
      }
      if (behind.startsWith('=')) throw cannotParse(source, end, 'Unexpected end of name token')
      const what = `Expected equal sign in declaration of an attribute of the tag "${tag.name}"`
      throw cannotParse(source, at, what)
    }
    attributes.set(name.toLowerCase(), double ?? single ?? token?.toLowerCase() ?? '')
  }
}

function argumentOf(name: string, attributes: Map<string, string>): string {
  switch (name) {
    case 'a':
      return decodeAmpersands(attributes.get('href') ?? '')
    case 'code':
      return /^language-(.+)/.exec(attributes.get('class') ?? '')?.[1] ?? ''
    case 'blockquote':
      return attributes.has('expandable') ? 'expandable' : ''
    case 'tg-time':
      return attributes.get('unix') ?? ''
    default:
      return ''
  }
}

function decodeAmpersands(value: string): string {
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

type DateTimeFormat = MessageEntity.DateTimeMessageEntity['date_time_format']

function isDateTimeFormat(format: string): format is DateTimeFormat {
  return /^(r|w?[dD]?[tT]?)$/.test(format)
}

function checkTime(source: string, at: number, tag: { unix: string | undefined; format: string }) {
  if (!/^\d{1,12}$/.test(tag.unix ?? '') || !isDateTimeFormat(tag.format)) {
    throw cannotParse(source, at, 'Tag "tg-time" must have a valid "unix" and "format"')
  }
}

/** What a closed tag becomes; undefined for a link that leads nowhere, which Telegram drops. */
export function entityOfTag(tag: ClosedTag): MessageEntity | undefined {
  const { name, argument, format, offset, length, inside } = tag
  const type = SIMPLE[name]
  if (type !== undefined) return { type, offset, length }
  if (name === 'pre') {
    return { type: 'pre', offset, length, ...(argument !== '' && { language: argument }) }
  }
  if (name === 'a') {
    const url = argument === '' ? inside : argument
    return isLink(url) ? { type: 'text_link', offset, length, url } : undefined
  }
  if (name === 'tg-time' && isDateTimeFormat(format)) {
    const unix = Number(argument)
    return { type: 'date_time', offset, length, unix_time: unix, date_time_format: format }
  }
  return { type: argument === '' ? 'blockquote' : 'expandable_blockquote', offset, length }
}

/** True for what Telegram takes as the target of a link: a web or tg address, its scheme may be missing. */
export function isLink(url: string): boolean {
  return /^(?:(?:https?|ton):\/\/[^\s/?#]+|tg:(?:\/\/)?[^\s]+|(?:[\w-]+\.)+[a-z]{2,}(?:[:/?#]|$))/i.test(
    url,
  )
}
