import type { MessageEntity } from 'grammy/types'
import type { FormattedText } from './html-entities.ts'
import { isLink } from './html-tags.ts'

/** Formatted text as Telegram HTML again, escaped: what the chat page shows and snapshots read. */
export function entitiesToHtml({ text, entities }: FormattedText): string {
  const cuts = [...new Set([0, text.length, ...entities.flatMap(endsOf)])].toSorted((a, b) => a - b)
  let html = ''
  for (const [index, cut] of cuts.entries()) {
    const ending = entities.filter((entity) => entity.offset + entity.length === cut)
    html += ending
      .toReversed()
      .map((entity) => tagsOf(entity)[1])
      .join('')
    const starting = entities.filter((entity) => entity.offset === cut)
    html += starting.map((entity) => tagsOf(entity)[0]).join('')
    html += escapeHtml(text.slice(cut, cuts[index + 1] ?? cut))
  }
  return html
}

function endsOf({ offset, length }: MessageEntity): number[] {
  return [offset, offset + length]
}

const SIMPLE: Partial<Record<MessageEntity['type'], string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  spoiler: 'tg-spoiler',
  code: 'code',
  blockquote: 'blockquote',
}

function tagsOf(entity: MessageEntity): [start: string, end: string] {
  const tag = SIMPLE[entity.type]
  if (tag !== undefined) return [`<${tag}>`, `</${tag}>`]
  if (entity.type === 'expandable_blockquote') return ['<blockquote expandable>', '</blockquote>']
  if (entity.type === 'text_link' && isLink(entity.url))
    return [`<a href="${escapeHtml(entity.url)}">`, '</a>']
  if (entity.type === 'date_time') {
    const format = escapeHtml(entity.date_time_format)
    return [`<tg-time unix="${entity.unix_time}" format="${format}">`, '</tg-time>']
  }
  if (entity.type === 'pre') {
    const { language } = entity
    if (language === undefined) return ['<pre>', '</pre>']
    return [`<pre><code class="language-${escapeHtml(language)}">`, '</code></pre>']
  }
  // Links, mentions and commands are found again in the bare text.
  return ['', '']
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
