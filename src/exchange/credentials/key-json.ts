import type { CredentialField, CredentialName, CredentialParts } from './exchange-facts.ts'
import { labelOf } from './part-labels.ts'
import { readWhole } from './tokens.ts'

/** Deeper than any settings file that somebody keeps a key in. */
const DEEPEST = 5

/** What a key's name is called in the files that exchanges give out, and in no other text. */
const NAMES_IN_FILES = new Set(['name', 'id'])

/** The parts that a JSON text names: a file that an exchange gives out, or the settings of a program. */
export function partsOfJson(fields: readonly CredentialField[], text: string): CredentialParts {
  const entries = entriesOf(parsed(text), DEEPEST)
  const parts: CredentialParts = {}
  for (const field of fields) {
    const values = entries
      .filter(([key]) => nameOf(key, field.name) === field.name)
      .map(([, value]) => (field.pattern === undefined ? value : readWhole(field, value)))
      .filter((value) => value !== undefined && value !== '')
    // Where a file has both a number and a path that ends with it, the path is the name.
    const [longest] = values.toSorted((a = '', b = '') => b.length - a.length)
    if (longest !== undefined) parts[field.name] = longest
  }
  return parts
}

function nameOf(key: string, wanted: CredentialName): CredentialName | undefined {
  if (wanted === 'apiKey' && NAMES_IN_FILES.has(key)) return wanted
  return labelOf(key)
}

function parsed(text: string): unknown {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')]
  if (start < 0 || end < start) return undefined
  try {
    return JSON.parse(text.slice(start, end + 1))
  } catch {
    return undefined
  }
}

function entriesOf(part: unknown, depth: number): [string, string][] {
  if (typeof part !== 'object' || part === null || depth === 0) return []
  return Object.entries(part).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[key, value]]
    return Number.isSafeInteger(value) ? [[key, String(value)]] : entriesOf(value, depth - 1)
  })
}
