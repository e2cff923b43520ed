import { Big } from 'big.js'

/** An object of an answer; its values are text, since ccxt puts numbers into quotes. */
export type Row = Readonly<Record<string, unknown>>

/** The path to a part of an answer, outermost name first. */
export type Path = readonly (string | number)[]

/** The part of an answer at a path, e.g. `result`, `list`. @throws {TypeError} where an object is missing. */
export function partOf(answer: unknown, ...path: Path): unknown {
  return path.reduce<unknown>((part, name) => rowOf(part)[name], answer)
}

/** A list as it came, whatever its rows are. @throws {TypeError} if it is no list. */
export function listOf(answer: unknown, ...path: Path): unknown[] {
  const list = partOf(answer, ...path)
  if (!Array.isArray(list)) throw new TypeError(`Cannot read answer: no list at ${path.join('.')}`)
  return list
}

/** @throws {TypeError} if it is no list, or a row of it no object. */
export function rowsOf(answer: unknown, ...path: Path): Row[] {
  return listOf(answer, ...path).map(rowOf)
}

/** @throws {TypeError} if it is neither an object nor a list. */
export function rowOf(part: unknown): Row {
  if (isRow(part)) return part
  throw new TypeError('Cannot read answer: no object')
}

/** Whether it has parts at all: an object or a list. */
export function isRow(part: unknown): part is Row {
  return typeof part === 'object' && part !== null
}

/** Text, or a number or a yes or no as text; undefined for what is none of these, or empty. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** @throws {TypeError} if it is not there. */
export function given(value: unknown, name: string): string {
  const text = textOf(value)
  if (text === undefined) throw new TypeError(`Cannot read answer: no ${name}`)
  return text
}

/** A yes or no; undefined when it is not there. @throws {TypeError} for anything else. */
export function flagOf(value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw new TypeError('Cannot read answer: neither yes nor no')
}

/** A decimal; zero when it is not there. @throws when it is no number. */
export function decimalOf(value: unknown): Big {
  return new Big(textOf(value) ?? 0)
}

/** The words of a list or of a text with commas. */
export function wordsOf(value: unknown): string[] {
  const words = Array.isArray(value) ? value.map(String) : (textOf(value) ?? '').split(',')
  return words.map((word) => word.trim()).filter((word) => word !== '')
}

/** Undefined for what exchanges say instead of no date: zero, the epoch, minus one. */
export function dateOf(value: unknown): Date | undefined {
  const text = textOf(value)
  if (text === undefined) return undefined
  const date = new Date(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)
  return date.getTime() > 1000 ? date : undefined
}

/** A decimal that must be there; empty text is zero. @throws when it is missing or no number. */
export function amountOf(value: unknown): Big {
  if (value === undefined || value === null) throw new TypeError('Cannot read answer: no amount')
  return decimalOf(value)
}
