import type { Credentials } from '../exchange.ts'
import type { CredentialField, CredentialParts } from './exchange-facts.ts'
import { partsOfJson } from './key-json.ts'
import { toLabelLines } from './label-lines.ts'
import { labelledPassphrase, passphraseAlone, passphraseBeside } from './passphrase.ts'
import { PRIVATE_KEY_BEGINS } from './private-key.ts'
import { tokensIn, type Token } from './tokens.ts'

/** What came of a message that should hold credentials. */
export type ReadCredentials =
  | { kind: 'complete'; credentials: Credentials }
  | { kind: 'wanted'; field: CredentialField; parts: CredentialParts }
  | { kind: 'malformed' }

/**
 * The parts of a key in a text, next to those that came before: by their labels in any language, else by
 * their shapes and their order. Anything that has the shape of a part and is one too many spoils it.
 */
export function readCredentials(
  fields: readonly CredentialField[],
  text: string,
  before: CredentialParts = {},
): ReadCredentials {
  const found = findParts(fields, text, before)
  if (found === undefined || Object.keys(found).length === 0) return { kind: 'malformed' }
  const parts = { ...before, ...found }
  if (isComplete(fields, parts)) return { kind: 'complete', credentials: parts }
  const field = fields.find(({ name }) => parts[name] === undefined)
  return field ? { kind: 'wanted', field, parts } : { kind: 'malformed' }
}

/** Undefined when there is one too many. */
function findParts(
  fields: readonly CredentialField[],
  text: string,
  before: CredentialParts,
): CredentialParts | undefined {
  const named = partsOfJson(fields, text)
  // A private key that is there and not taken is broken, or not of a kind that the exchange takes.
  const hasPrivateKey = PRIVATE_KEY_BEGINS.test(text)
  if (Object.keys(named).length > 0) return hasPrivateKey && !named.secret ? undefined : named

  const hasPassphrase = fields.some(({ name }) => name === 'passphrase')
  const lines = toLabelLines(text)
  const passphraseLine = hasPassphrase ? lines.findIndex(isOnlyPassphrase(fields)) : -1
  const rest = lines.filter((_, i) => i !== passphraseLine).join('\n')
  const tokens = tokensIn(rest, fields)
  if (hasPrivateKey && !tokens.some(isPrivateKeyIn(rest))) return undefined
  const asked = fields.filter(({ name }) => before[name] === undefined)
  const isAskedAlone = asked.length === 1 && asked[0]?.name === 'passphrase'
  if (isAskedAlone && passphraseLine < 0 && !stands(tokens, fields)) {
    return isHeld(text.trim(), before) ? undefined : partOf('passphrase', passphraseAlone(text))
  }

  const { parts, left } = assign(tokens, fields, before)
  if (!hasPassphrase) return left.length > 0 ? undefined : parts
  const beside = passphraseBeside(rest, tokens)
  const [spare, ...more] = left.map(({ start, end }) => rest.slice(start, end))
  const labelled = labelledPassphrase(lines[passphraseLine] ?? '') ?? beside.labelled
  if (more.length > 0 || (spare !== undefined && labelled !== undefined)) return undefined
  const isLast = isComplete(fields, { ...before, ...parts, passphrase: '' })
  if (spare !== undefined && !isLast) return undefined
  const passphrase = labelled ?? (isLast ? (spare ?? beside.alone) : undefined)
  return { ...parts, ...partOf('passphrase', passphrase) }
}

function isPrivateKeyIn(text: string) {
  return ({ start, end }: Token) => PRIVATE_KEY_BEGINS.test(text.slice(start, end))
}

/** Whether a line is a passphrase and its label to the end: no other part stands on it. */
function isOnlyPassphrase(fields: readonly CredentialField[]) {
  return (line: string): boolean => {
    const value = labelledPassphrase(line)
    if (value === undefined) return false
    return tokensIn(value, fields).every(({ label }) => label === undefined)
  }
}

/** Whether these are a key of their own, and not an answer to the question for the last part. */
function stands(tokens: readonly Token[], fields: readonly CredentialField[]): boolean {
  const { parts } = assign(tokens, fields, {})
  return (
    tokens.some(({ label }) => label !== undefined && label !== 'passphrase') ||
    fields.every(({ name, pattern }) => pattern === undefined || parts[name] !== undefined)
  )
}

/** Which token is which part: what has a label first, the others in their order. */
function assign(
  tokens: readonly Token[],
  fields: readonly CredentialField[],
  before: CredentialParts,
): { parts: CredentialParts; left: Token[] } {
  const parts: CredentialParts = {}
  const left: Token[] = []
  const isLabelled = ({ label, fits }: Token) => label !== undefined && fits.has(label)
  const shaped = fields.filter(({ pattern }) => pattern !== undefined)
  const isMissing = ({ name }: CredentialField) => before[name] === undefined
  const first = tokens.length < shaped.length ? shaped.filter(isMissing) : shaped
  for (const token of tokens.toSorted((a, b) => Number(isLabelled(b)) - Number(isLabelled(a)))) {
    const { label, fits } = token
    const own = label && fits.has(label) && parts[label] === undefined ? label : undefined
    const free = [...first, ...shaped].find(
      ({ name }) => parts[name] === undefined && fits.has(name),
    )
    // The same part sent twice, by mistake, is not the next one.
    const again = shaped.find(({ name }) => fits.has(name) && before[name] === fits.get(name))
    const name = label === 'passphrase' ? undefined : (own ?? (again ?? free)?.name)
    const value = name && fits.get(name)
    if (name === undefined || value === undefined) left.push(token)
    else parts[name] = value
  }
  return { parts, left }
}

function isHeld(text: string, before: CredentialParts): boolean {
  return Object.values(before).includes(text)
}

function partOf(name: 'passphrase', value: string | undefined): CredentialParts {
  return value === undefined ? {} : { [name]: value }
}

function isComplete(
  fields: readonly CredentialField[],
  parts: CredentialParts,
): parts is CredentialParts & Credentials {
  return fields.every(({ name }) => parts[name] !== undefined)
}
