import type { HELP_EN } from './words.en.ts'

/** The texts of help, settings and the review, in one language. */
export type HelpWords = typeof HELP_EN
