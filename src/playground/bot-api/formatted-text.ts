import type { MessageEntity } from 'grammy/types'
import { type FormattedText, outerFirst, parseHtml } from './html-entities.ts'
import { badRequest } from './method-error.ts'
import type { Params } from './params.ts'

/** The text a user or a bot types in a chat holds these without markup: links, mentions, commands. */
const AUTOMATIC: [MessageEntity.CommonMessageEntity['type'], RegExp][] = [
  ['bot_command', /(?<![\w/@<>])\/[a-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])/gi],
  ['mention', /(?<!\w)@\w{4,32}\b/g],
  ['url', /\bhttps?:\/\/[^\s<>"]+[^\s<>".,:;!?)]/gi],
]

/**
 * The text of a message or a caption as Telegram keeps it: parsed, trimmed, links and commands found.
 *
 * @throws {MethodError} 400 if the markup cannot be parsed.
 */
export function readFormattedText(params: Params, key: 'text' | 'caption'): FormattedText {
  const source = params.text(key)
  const mode = params.text('parse_mode').toLowerCase()
  if (mode !== '' && mode !== 'html') throw badRequest('unsupported parse_mode')

  if (mode === 'html') return withAutomatic(trim(parseHtml(source)))
  const given = params.list(key === 'text' ? 'entities' : 'caption_entities')
  return withAutomatic(trim({ text: source, entities: given.filter(isEntity) }))
}

/** Adds the entities that Telegram finds by itself, outside code and links. */
export function withAutomatic({ text, entities }: FormattedText): FormattedText {
  const taken = entities.filter(({ type }) => ['code', 'pre', 'text_link'].includes(type))
  const found: MessageEntity[] = []
  for (const [type, pattern] of AUTOMATIC) {
    for (const { 0: match, index } of text.matchAll(pattern)) {
      const span = { type, offset: index, length: match.length }
      if (![...taken, ...found].some((other) => overlaps(other, span))) found.push(span)
    }
  }
  return { text, entities: [...entities, ...found].toSorted(outerFirst) }
}

type Span = Pick<MessageEntity, 'offset' | 'length'>

function overlaps(a: Span, b: Span): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}

function isEntity(value: unknown): value is MessageEntity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    'offset' in value &&
    'length' in value &&
    Number.isInteger(value.offset) &&
    Number.isInteger(value.length)
  )
}

function trim({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length
  const trimmed = text.trim()
  const moved = entities.flatMap((entity) => {
    const offset = Math.max(entity.offset - start, 0)
    const end = Math.min(entity.offset - start + entity.length, trimmed.length)
    return end > offset ? [{ ...entity, offset, length: end - offset }] : []
  })
  return { text: trimmed, entities: moved }
}
