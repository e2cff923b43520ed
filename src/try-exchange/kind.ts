/** What a value of an answer is, without saying what it says. */
export type Kind = 'text' | 'decimal text' | 'number' | 'yes or no' | 'list' | 'object' | 'null'

export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'boolean') return 'yes or no'
  if (typeof value === 'number') return 'number'
  if (typeof value !== 'string') return 'object'
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(value) ? 'decimal text' : 'text'
}

/** Whether it has parts with names. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return kindOf(value) === 'object'
}

/** `valid_until` for `validUntil`, and the reverse; undefined for one word. */
export function otherSpelling(name: string): string | undefined {
  const other = name.includes('_')
    ? name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return other === name ? undefined : other
}

/** Whether a key of an object is an id, a coin or a market rather than the name of a field. */
export function isIdKey(key: string): boolean {
  const hasNoSmallLetters = /^[A-Z0-9][A-Z0-9._/:-]*$/.test(key) && key.length > 1
  const isWords = /^[a-z]+(_[a-z0-9]+)+$/.test(key)
  const isLongAndMixed = key.length >= 16 && /\d/.test(key) && !isWords
  return hasNoSmallLetters || isLongAndMixed
}
