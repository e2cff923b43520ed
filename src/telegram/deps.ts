import type { KeyCore } from '../keys/key-core.ts'
import type { SecretDesk } from './secret-desk.ts'

/** What the Telegram side works with. */
export interface Deps extends KeyCore {
  desk: SecretDesk
  settings: TelegramSettings
}

interface TelegramSettings {
  token: string
  /** Telegram ids of those who may use it, or everyone. */
  allowedUsers: readonly string[] | 'everyone'
  /** Addresses to allow at the exchange; shown to traders. */
  egressIps: readonly string[]
  /** True in the playground, which says so. */
  playground: boolean
}
