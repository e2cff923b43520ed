import type { ExchangeId } from '../exchange/exchange-id.ts'
import type { Studio } from '../exports/studio.ts'
import type { KeyCore } from '../keys/key-core.ts'
import type { OpenFile } from './file-reader.ts'
import type { SecretDesk } from './secret-desk.ts'

/** What the Telegram side works with. */
export interface Deps extends KeyCore {
  desk: SecretDesk
  openFile: OpenFile
  studio: Studio
  /** Aborted when Undock stops: whatever is still under way is cut off. */
  stopped: AbortSignal
  settings: TelegramSettings
}

interface TelegramSettings {
  token: string
  /** Telegram ids of those who may use it, or everyone. */
  allowedUsers: readonly string[] | 'everyone'
  /** Told of what concerns the host. */
  operatorIds: readonly string[]
  /** Addresses to allow at the exchange; shown to traders. */
  egressIps: readonly string[]
  /** Where a key can be linked: in the playground only at what stands on this machine. */
  exchanges: readonly ExchangeId[]
  /** Where the page that seals credentials is reached; undefined: it is not offered. */
  pageUrl: () => string | undefined
  /** True in the playground, which says so. */
  playground: boolean
}
