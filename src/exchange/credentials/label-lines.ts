import type { CredentialName } from './exchange-facts.ts'
import { labelOf, onlyLabelIn } from './part-labels.ts'

/** A label with what it names on the same line. */
export interface LabelLine {
  name: CredentialName
  /** As it stands there, without spaces around it. */
  value: string
}

/** Between a label and its value: a dash or an arrow only with spaces around it. */
const SEPARATOR = /\s*[:=：＝|\t]\s*|\s+(?:=>|->|→|[-–—])\s+|\s*→\s*/g

/** No label and what separates it from its value takes more of a line. */
const LONGEST = 120

/** Reads `label: value`; undefined where no label stands at the beginning, with a separator behind it. */
export function readLabelLine(line: string): LabelLine | undefined {
  for (const { 0: separator, index } of line.slice(0, LONGEST).matchAll(SEPARATOR)) {
    const name = labelOf(line.slice(0, index))
    if (name === undefined) continue
    return { name, value: withoutMarks(line, line.slice(index + separator.length)).trim() }
  }
  return undefined
}

/** `**Passphrase:** X`: marks for bold type end behind the separator. */
function withoutMarks(line: string, value: string): string {
  const [marks = ''] = /^\s*[*_]{2,}/.exec(line) ?? []
  return marks !== '' && value.startsWith(marks.trim()) ? value.slice(marks.trim().length) : value
}

/**
 * The lines of a text, with each label beside what it names: labels may stand on lines of their own
 * above the values, or be the head of a table.
 */
export function toLabelLines(text: string): string[] {
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => line.replaceAll(/[\uFEFF\u200B\u2060]/g, '').trim())
    .filter((line) => line !== '')
  const told: string[] = []
  for (let at = 0; at < lines.length;) {
    const taken = tableAt(lines, at) ?? headingsAt(lines, at)
    told.push(...(taken?.lines ?? lines.slice(at, at + 1)))
    at += taken?.count ?? 1
  }
  return told
}

interface Taken {
  lines: string[]
  /** How many lines they stood on. */
  count: number
}

function tableAt(lines: readonly string[], at: number): Taken | undefined {
  const [head = '', row = ''] = lines.slice(at, at + 2)
  for (const delimiter of ['\t', ',', ';', '|']) {
    const labels = head.split(delimiter).map(labelOf)
    const values = row.split(delimiter)
    if (values.length !== labels.length) continue
    const cells = labels.flatMap((name, i) =>
      name ? [`${WRITTEN[name]}: ${values[i] ?? ''}`] : [],
    )
    if (cells.length > 1) return { lines: cells, count: 2 }
  }
  return undefined
}

function headingsAt(lines: readonly string[], at: number): Taken | undefined {
  const first = headingOf(lines[at])
  if (first === undefined) return undefined
  const names = [first.name]
  for (let next = headingOf(lines[at + 1]); next?.closed === first.closed;) {
    names.push(next.name)
    next = headingOf(lines[at + names.length])
  }
  const values = lines.slice(at + names.length, at + 2 * names.length)
  if (values.length === names.length)
    return { lines: names.map(beside(values)), count: 2 * names.length }
  // The last of the labels may be a value that reads like one: the passphrase `password`.
  const value = values[0] ?? (names.length > 1 ? lines[at + names.length - 1] : undefined)
  const name = values[0] === undefined ? names.at(-2) : names.at(-1)
  if (value === undefined || name === undefined) return undefined
  const count = names.length + (values[0] === undefined ? 0 : 1)
  return { lines: [`${WRITTEN[name]}: ${value}`], count }
}

function beside(values: readonly string[]) {
  return (name: CredentialName, i: number) => `${WRITTEN[name]}: ${values[i] ?? ''}`
}

const WRITTEN: Readonly<Record<CredentialName, string>> = {
  apiKey: 'API key',
  secret: 'Secret',
  passphrase: 'Passphrase',
}

/** A line that only says what stands below it. `closed`: by a separator at its end. */
function headingOf(line = ''): { name: CredentialName; closed: boolean } | undefined {
  const read = readLabelLine(line)
  if (read !== undefined) return read.value === '' ? { name: read.name, closed: true } : undefined
  const closed = /[:：]$/.test(line)
  const name = closed ? onlyLabelIn(line) : labelOf(line)
  return name && { name, closed }
}
