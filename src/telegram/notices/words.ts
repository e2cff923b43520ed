import type { NOTICES_EN } from './words.en.ts'

/** The texts of notices, in one language. */
export type NoticesWords = typeof NOTICES_EN
