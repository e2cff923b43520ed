import type { Big } from 'big.js'
import type { KeyVerdict } from '../exchange/exchange-error.ts'
import type { ExchangeId, KeyRights } from '../exchange/exchange.ts'

/** A linked exchange API key. Its credentials are sealed and not part of it. */
export interface Key {
  id: string
  userId: string
  exchange: ExchangeId
  label: string
  /** `sealed`: the exit is done, the key is only asked now and then whether the exchange refuses it. */
  status: 'linked' | 'disconnecting' | 'sealed' | 'unlinked'
  health: 'healthy' | 'suspect' | 'dead'
  /** Why it is suspect or dead. */
  cause: KeyCause | undefined
  /** Same refusals in a row. */
  refusals: number
  /** When the latest of them was counted. */
  refusedAt: Date | undefined
  /** It can't trade, by its rights. */
  watchOnly: boolean
  rights: KeyRights
  accountUid: string
  takerFeeRate: Big
  /** Last four characters of the API key. */
  tail: string
  checkedAt: Date
  createdAt: Date
}

/** What happened to a key, as far as the exchange tells. */
export type KeyCause = KeyVerdict
