import type { SourceFile } from './architecture.ts'
import { literalsOf, type Literal } from './literals.ts'

/** Texts that look like words for people, and are none. */
const NO_WORDS: ReadonlySet<string> = new Set([
  // What Telegram answers.
  'message to delete not found',
  'message to edit not found',
  "message can't be edited",
  'message is not modified',
  'there is no text in the message to edit',
  'query is too old',
  'chat not found',
  // What the log says of a poll that got no updates.
  'a webhook is set for this bot, so no updates can be asked for',
  'another process polls with the same token',
  // What ends the start for want of a good setting.
  'BOT_TOKEN: Telegram does not know this token. Ask @BotFather for the current one.',
  // Who may show the sealed page in a frame.
  'frame-ancestors https://web.telegram.org',
  // What the webhook's secret is made from.
  'undock webhook',
])

/** Words for people that stand in the code instead of a dictionary, as `file:line`. */
export function findWordings(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.startsWith('src/telegram/') && !isDictionary(path))
    .flatMap((file) => told(file, isWording, 'belongs into a dictionary'))
}

/** Waits of tests, stories and benches for words of a screen instead of its kind, as `file:line`. */
export function findAwaitedWordings(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => told(file, isAwaited, 'is waited for: name the screen'))
}

function told(
  { path, text }: SourceFile,
  is: (literal: Literal) => boolean,
  what: string,
): string[] {
  return literalsOf(text)
    .filter(is)
    .map((literal) => `${path}:${literal.line} "${literal.text}" ${what}`)
}

function isDictionary(path: string): boolean {
  return path.endsWith('.en.ts') || path === 'src/telegram/english.ts'
}

function isWording({ kind, text, before }: Literal): boolean {
  if (kind === 'expression' || NO_WORDS.has(text) || /Error\( ?$/.test(before)) return false
  const words = text.replaceAll(/<[^<>]*>|&\w+;/g, '')
  if (/\bhtml$/.test(before) || /\b(button|link|answer)\( ?(ctx, ?)?$/.test(before)) {
    return /\p{L}/u.test(words)
  }
  return /\p{L}{2,}[,.:;!?…]? \p{L}|^\p{Lu}\p{Ll}+(?![\p{L}\d])/u.test(words)
}

function isAwaited({ text, before }: Literal): boolean {
  if (/\.until\( ?$/.test(before)) return true
  return /\bscreen: [^{}]*\btext: $/.test(before) && /\p{L}/u.test(text)
}
