import type { KEYS_EN } from './words.en.ts'

/** The texts of keys, and linking them, in one language. */
export type KeysWords = typeof KEYS_EN
