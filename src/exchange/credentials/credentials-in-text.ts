import { EXCHANGE_FACTS } from '../adapters/registry.ts'
import { PRIVATE_KEY_BEGINS } from './private-key.ts'

/** Shorter ones stand in ordinary words and numbers; a key that is as short is no use without its secret. */
const SHORTEST = 24

/** Whatever in a text has the shape of an API key or a secret of some exchange, in no particular order. */
export function listCredentials(text: string): string[] {
  const found = PATTERNS.flatMap((pattern) => text.match(pattern) ?? [])
  return [...new Set(found.filter(isUnlikelyToBeWords))]
}

/** True if a text holds something that must not stay in a chat. */
export function looksLikeCredentials(text: string): boolean {
  return PRIVATE_KEY_BEGINS.test(text) || listCredentials(text).length > 0
}

const PATTERNS = [
  ...new Map(
    Object.values(EXCHANGE_FACTS)
      .flatMap(({ fields }) => fields.flatMap(({ pattern }) => pattern ?? []))
      .map((pattern) => [pattern.source, pattern]),
  ).values(),
]

function isUnlikelyToBeWords(text: string): boolean {
  return text.length >= SHORTEST && /\d/.test(text) && /[A-Za-z]/.test(text)
}
