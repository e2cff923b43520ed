import type { CredentialField, CredentialName } from './exchange-facts.ts'
import { labelOf, onlyLabelIn } from './part-labels.ts'

/** A piece of a text that has the shape of one or more parts of a key. */
export interface Token {
  start: number
  end: number
  /** What it would be sent as, for each part whose shape it has. */
  fits: ReadonlyMap<CredentialName, string>
  /** Which part the words beside it call it. */
  label: CredentialName | undefined
}

/** All of them, in their order. Where two overlap, the longer one counts. */
export function tokensIn(text: string, fields: readonly CredentialField[]): Token[] {
  const spans = new Map<string, { start: number; end: number; fits: Map<CredentialName, string> }>()
  for (const field of fields) {
    for (const { 0: found, index: start } of text.matchAll(field.pattern ?? NOTHING)) {
      const part = read(field, found)
      if (part === undefined) continue
      const end = start + found.length
      const span = spans.get(`${start}-${end}`) ?? { start, end, fits: new Map() }
      spans.set(`${start}-${end}`, span)
      span.fits.set(field.name, part)
    }
  }
  const kept: { start: number; end: number; fits: Map<CredentialName, string> }[] = []
  for (const span of [...spans.values()].toSorted((a, b) => b.end - b.start - (a.end - a.start))) {
    if (kept.every(({ start, end }) => span.end <= start || span.start >= end)) kept.push(span)
  }
  return withLabels(
    text,
    kept.toSorted((a, b) => a.start - b.start),
  )
}

/** What a text is sent as, if all of it has the shape of this part. */
export function readWhole(field: CredentialField, text: string): string | undefined {
  const whole = text.trim()
  const [found] = whole.match(field.pattern ?? NOTHING) ?? []
  return found === whole ? read(field, whole) : undefined
}

const NOTHING = /(?!)/g

function read(field: CredentialField, found: string): string | undefined {
  return field.read === undefined ? found : field.read(found)
}

function withLabels(text: string, spans: readonly Omit<Token, 'label'>[]): Token[] {
  let from = 0
  return spans.map((span, i) => {
    const lineStart = text.lastIndexOf('\n', span.start - 1) + 1
    const before = labelBefore(text.slice(Math.max(from, lineStart), span.start))
    from = span.end
    if (before !== undefined) return { ...span, label: before }
    const behind = BEHIND.exec(text.slice(span.end, spans[i + 1]?.start ?? text.length))
    const label = labelOf(behind?.slice(1).find((words) => words !== undefined) ?? '')
    if (label !== undefined) from += behind?.[0].length ?? 0
    return { ...span, label }
  })
}

function labelBefore(words: string): CredentialName | undefined {
  // `A (API key) B (secret)`: what is said in brackets is said of the one before.
  if (/[)\]]\s*$/.test(words)) return undefined
  return labelOf(words.split(/[,;|{]/).at(-1) ?? '') ?? onlyLabelIn(words)
}

/** `… (API key)`, `… [secret]`, `… <- the secret`. */
const BEHIND = /^[\s"'`]*(?:\(([^)\n]*)\)|\[([^\]\n]*)\]|(?:<-+|←)([^\n]*))/
