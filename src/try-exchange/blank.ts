import { isIdKey, isObject, kindOf } from './kind.ts'

/** How many rows of a list are shown; they look alike. */
const SHOWN = 1
const SHOWN_IN_LINE = 12

/**
 * An answer with every value blanked: kinds and lengths stay, and the names of fields. Keys that may be
 * ids, coins or markets go too.
 */
export function blank(value: unknown, indent = ''): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    if (!value.some(hasParts)) {
      const some = value.slice(0, SHOWN_IN_LINE).map((one) => blank(one))
      return `[${[...some, ...(value.length > SHOWN_IN_LINE ? ['…'] : [])].join(', ')}]`
    }
    const rows = value.slice(0, SHOWN).map((row) => `${inner}${blank(row, inner)}`)
    return block('[', [...rows, ...more(value.length, inner)], `${indent}]`)
  }
  if (isObject(value)) {
    const entries = Object.entries(value)
    const fields = entries.filter(([key]) => !isIdKey(key))
    const byId = entries.filter(([key]) => isIdKey(key))
    const shown = [...fields, ...byId.slice(0, SHOWN)].map(
      ([key, part]) => `${inner}${isIdKey(key) ? '{id}' : key}: ${blank(part, inner)}`,
    )
    if (entries.length === 0) return '{}'
    return block('{', [...shown, ...more(byId.length, inner)], `${indent}}`)
  }
  return blankOne(value)
}

function blankOne(value: unknown): string {
  const kind = kindOf(value)
  if (kind === 'yes or no' || kind === 'null') return kind
  return `${kind}(${String(value).length})`
}

function hasParts(value: unknown): boolean {
  return Array.isArray(value) || isObject(value)
}

function more(length: number, indent: string): string[] {
  return length > SHOWN ? [`${indent}… ${length - SHOWN} more`] : []
}

function block(first: string, lines: readonly string[], last: string): string {
  return [first, ...lines, last].join('\n')
}
