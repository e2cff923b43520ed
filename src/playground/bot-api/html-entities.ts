import type { MessageEntity } from 'grammy/types'
import {
  cannotParse,
  type ClosedTag,
  entityOfTag,
  readStartTag,
  type StartTag,
} from './html-tags.ts'
import { badRequest } from './method-error.ts'

/** Text without markup, and its markup as entities with offsets in UTF-16 units. */
export interface FormattedText {
  text: string
  entities: MessageEntity[]
}

/**
 * Telegram's HTML as text and entities, outer before inner.
 *
 * The rules and the wording follow `parse_html` in TDLib's MessageEntity.cpp.
 * @throws {MethodError} 400 "can't parse entities: …" with a byte offset.
 */
export function parseHtml(source: string): FormattedText {
  const open: (StartTag & { offset: number })[] = []
  const closed: ClosedTag[] = []
  let text = ''
  let at = 0

  while (at < source.length) {
    const decoded = source[at] === '&' ? decodeCharacter(source, at) : undefined
    if (decoded !== undefined) {
      text += decoded.text
      at = decoded.end
    } else if (source[at] !== '<') {
      text += source[at]
      at += 1
    } else if (source[at + 1] !== '/') {
      const tag = readStartTag(source, at)
      open.push({ ...tag, offset: text.length })
      at = tag.end
    } else {
      const tag = open.pop()
      if (tag === undefined) throw cannotParse(source, at, 'Unexpected end tag')
      at = readEndTag(source, at, tag.name)
      const length = text.length - tag.offset
      if (length > 0) addEntity(closed, { ...tag, length, inside: text.slice(tag.offset) })
    }
  }

  const unclosed = open.at(-1)
  if (unclosed !== undefined) {
    throw badRequest(
      `can't parse entities: Can't find end tag corresponding to start tag "${unclosed.name}"`,
    )
  }
  // Inner tags close first: reversed, tags around the very same text stand outer before inner.
  const entities = closed.toReversed().flatMap((tag) => entityOfTag(tag) ?? [])
  return { text, entities: entities.toSorted(outerFirst) }
}

function readEndTag(source: string, at: number, expected: string): number {
  const [whole, name] = /^<\/([^\s>]*)\s*>/.exec(source.slice(at)) ?? []
  if (whole === undefined) throw cannotParse(source, at, 'Unclosed end tag')
  if (name !== '' && name?.toLowerCase() !== expected) {
    const rest = `, expected "</${expected}>", found "</${name}>"`
    throw cannotParse(source, at, 'Unmatched end tag', rest)
  }
  return at + whole.length
}

function addEntity(closed: ClosedTag[], tag: ClosedTag): void {
  const last = closed.at(-1)
  const sameText = last?.offset === tag.offset && last.length === tag.length
  // Only <pre><code class="language-…"> around the very same text names the language of a block.
  if (tag.name === 'pre' && last?.name === 'code' && sameText) {
    closed.pop()
    closed.push({ ...tag, argument: last.argument })
  } else closed.push(tag)
}

/** Orders entities as Telegram does: by place, and what encloses before what is enclosed. */
export function outerFirst(a: MessageEntity, b: MessageEntity): number {
  return a.offset - b.offset || b.length - a.length
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** The character that `&lt;`, `&#60;` or `&#x3c;` stands for; undefined if it is just an ampersand. */
function decodeCharacter(source: string, at: number): { text: string; end: number } | undefined {
  const match = /^&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));?/i.exec(source.slice(at, at + 12))
  if (match === null) return undefined
  const [whole, hex, decimal, name] = match
  const end = at + whole.length
  if (name !== undefined) return NAMED[name] === undefined ? undefined : { text: NAMED[name], end }

  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  if (code === 0 || code > 0x10_ff_ff || (code >= 0xd8_00 && code < 0xe0_00)) return undefined
  return { text: String.fromCodePoint(code), end }
}
