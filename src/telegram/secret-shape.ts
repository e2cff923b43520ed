import { looksLikeCredentials } from '../exchange/credentials/credentials-in-text.ts'

/** Shorter than any key, so that one with a piece missing or another glued to it is known too. */
const RUN = /[A-Za-z0-9+/_-]{40,}/g

/** Whether any text of an update may hold an API key or a secret, wherever in it that stands. */
export function mayHoldSecret(part: unknown): boolean {
  if (typeof part === 'string') return isSuspicious(part)
  if (typeof part !== 'object' || part === null) return false
  return Object.entries(part).some(([name, inner]) => !OURS.has(name) && mayHoldSecret(inner))
}

/** Made by Telegram, long and random, and no text of anybody. */
const OURS = new Set(['file_id', 'file_unique_id', 'thumbnail', 'thumb'])

function isSuspicious(text: string): boolean {
  if (looksLikeCredentials(text)) return true
  return (text.match(RUN) ?? []).some(
    (run) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run),
  )
}
