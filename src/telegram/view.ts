import type { InlineKeyboardButton } from 'grammy/types'
import type { ScreenKind } from './screen-kind.ts'

/** One screen: plain data made by a pure function, so that it can be tested and read. */
export interface View {
  /** Which screen this is, whatever its language. */
  kind: ScreenKind
  /** Telegram HTML, written with {@link html}. */
  text: string
  keyboard: InlineKeyboardButton[][]
}

/** Telegram HTML that is already escaped. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/** Telegram HTML from a template. Values are escaped here and nowhere else; {@link Html} goes in as it is. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Html)[]
): Html {
  const escaped = values.map((value) =>
    value instanceof Html ? value.text : escapeHtml(String(value)),
  )
  return new Html(String.raw({ raw: strings }, ...escaped))
}

/** Paragraphs and lines of one text; undefined lines are left out, empty ones part paragraphs. */
export function lines(...parts: readonly (Html | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map((part) => part.text)
    .join('\n')
}

/** Telegram takes 4,096 characters in one message, tags not counted. */
const LONGEST = 4_000

/** A part of a view. The last one tells the kind: with it the whole screen is there. */
export type Page = Omit<View, 'kind'> & { kind: ScreenKind | undefined }

/** The view as messages that Telegram takes, parted between lines. The keyboard stands under the last. */
export function pagesOf({ kind, text, keyboard }: View, longest = LONGEST): Page[] {
  const pages: string[][] = [[]]
  let length = 0
  for (const line of text.split('\n')) {
    const shown = line.replaceAll(/<[^>]+>/g, '').length + 1
    if (length + shown > longest) {
      pages.push([])
      length = 0
    }
    pages.at(-1)?.push(line)
    length += shown
  }
  return pages.map((page, i) => {
    const part = page.join('\n')
    return i < pages.length - 1
      ? { kind: undefined, text: part, keyboard: [] }
      : { kind, text: part, keyboard }
  })
}

/** A screen of words alone. */
export function note(kind: ScreenKind, ...parts: readonly (Html | undefined)[]): View {
  return { kind, text: lines(...parts), keyboard: [] }
}

/** Lists parts one under the other. */
export function list(parts: readonly Html[]): Html {
  return new Html(parts.map((part) => part.text).join('\n'))
}

export const BLANK = new Html('')

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

type Style = 'danger' | 'success' | 'primary'

/** A button that is answered by a handler for `data` (64 bytes at most). */
export function button(text: string, data: string, style?: Style): InlineKeyboardButton {
  return { text, callback_data: data, ...(style && { style }) }
}

/** A button that opens a page. */
export function link(text: string, url: string, style?: Style): InlineKeyboardButton {
  return { text, url, ...(style && { style }) }
}

/** A button that opens a page inside of Telegram, as a Mini App. Telegram takes https only. */
export function miniApp(text: string, url: string, style?: Style): InlineKeyboardButton {
  return { text, web_app: { url }, ...(style && { style }) }
}

/** Telegram copies no more than this by a button. */
const LONGEST_COPY = 256

/** A button that copies a text; none where Telegram would refuse the text for its length. */
export function copyButton(label: string, text: string): InlineKeyboardButton[] {
  return text.length <= LONGEST_COPY ? [{ text: label, copy_text: { text } }] : []
}
