import type { BOTS_EN } from './words.en.ts'

/** The texts of bots and positions, in one language. */
export type BotsWords = typeof BOTS_EN
