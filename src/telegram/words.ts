import { DISCONNECT_EN } from './disconnect/words.en.ts'
import type { DisconnectWords } from './disconnect/words.ts'
import { HELP_EN } from './help/words.en.ts'
import type { HelpWords } from './help/words.ts'
import { KEYS_EN } from './keys/words.en.ts'
import type { KeysWords } from './keys/words.ts'
import { NOTICES_EN } from './notices/words.en.ts'
import type { NoticesWords } from './notices/words.ts'
import { BOTS_EN } from './trading-bots/words.en.ts'
import type { BotsWords } from './trading-bots/words.ts'
import { GENERAL_EN } from './words.en.ts'

/** All texts of one language, by area. A text that a language lacks does not compile. */
export interface Words {
  general: typeof GENERAL_EN
  help: HelpWords
  keys: KeysWords
  bots: BotsWords
  notices: NoticesWords
  disconnect: DisconnectWords
}

const LANGUAGES = {
  en: {
    general: GENERAL_EN,
    help: HELP_EN,
    keys: KEYS_EN,
    bots: BOTS_EN,
    notices: NOTICES_EN,
    disconnect: DISCONNECT_EN,
  },
} satisfies Record<string, Words>

/** A language that Undock speaks. */
export type Language = keyof typeof LANGUAGES

/** The language that a person reads: English, as long as there is no other to choose. */
export function languageOf(): Language {
  return 'en'
}

/** The texts of a language. */
export function wordsOf(language: Language): Words {
  return LANGUAGES[language]
}
