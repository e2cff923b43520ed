import type { Credentials } from '../exchange.ts'
import type { CredentialField, CredentialName } from './exchange-facts.ts'

/** Some of the parts of a key. */
export type CredentialParts = Partial<Record<CredentialName, string>>

/** What came of a message that should hold credentials. */
export type ReadCredentials =
  | { kind: 'complete'; credentials: Credentials }
  | { kind: 'wanted'; field: CredentialField; parts: CredentialParts }
  | { kind: 'malformed' }

/**
 * The parts of a key in a text, next to those that came before. A message that holds all of them
 * stands for itself; anything that has the shape of a part and is one too many spoils it.
 */
export function readCredentials(
  fields: readonly CredentialField[],
  text: string,
  before: CredentialParts = {},
): ReadCredentials {
  const whole = takeParts(fields, text)
  if (whole && isComplete(fields, whole)) return { kind: 'complete', credentials: whole }

  const missing = fields.filter(({ name }) => before[name] === undefined)
  const found = takeParts(missing, text)
  if (!found || Object.keys(found).length === 0) return { kind: 'malformed' }
  const parts = { ...before, ...found }
  if (isComplete(fields, parts)) return { kind: 'complete', credentials: parts }
  const field = fields.find(({ name }) => parts[name] === undefined)
  return field ? { kind: 'wanted', field, parts } : { kind: 'malformed' }
}

/** Undefined when there is one too many. */
function takeParts(fields: readonly CredentialField[], text: string): CredentialParts | undefined {
  const parts: CredentialParts = {}
  let rest = text
  for (const { name, pattern } of fields) {
    const found = pattern ? rest.match(pattern)?.[0] : freeWords(rest)
    if (found === undefined) continue
    // A private key of several lines may come out of a JSON file, where each line's end is two characters.
    parts[name] = found.startsWith('-----') ? found.replaceAll('\\n', '\n') : found
    rest = rest.replace(found, ' ')
  }
  const isTooMany = fields.some(({ pattern }) => pattern && rest.match(pattern))
  return isTooMany ? undefined : parts
}

/** A passphrase has no shape: it is what stands last, without its label. */
function freeWords(text: string): string | undefined {
  const line = text.trim().split('\n').at(-1) ?? ''
  const words = line.replace(/^\s*(api\s*)?(pass\s?phrase|password|pass)?\s*[:=]?\s*/i, '').trim()
  return words === '' || /\s/.test(words) || words.endsWith(':') ? undefined : words
}

function isComplete(
  fields: readonly CredentialField[],
  parts: CredentialParts,
): parts is CredentialParts & Credentials {
  return fields.every(({ name }) => parts[name] !== undefined)
}
