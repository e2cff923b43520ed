import type { DISCONNECT_EN } from './words.en.ts'

/** The texts of the guided exit, in one language. */
export type DisconnectWords = typeof DISCONNECT_EN
