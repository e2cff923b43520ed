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
  /** Since when it has been refused for its cause, without an answer between. */
  refusedSince: Date | undefined
  /** It would be called dead by now, were others on its exchange not refused alike. */
  held: boolean
  /** What a dead key is refused for now, where that is not its cause. */
  otherCause: KeyCause | undefined
  /** What its trader was last told of its end. */
  endTold: EndTold | undefined
  /** What signs its requests: a secret that the exchange knows too, or the private half of a key pair. */
  kind: 'secret' | 'key-pair'
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

/** A warning: the key ends at that time, in so many days. */
export interface EndTold {
  at: Date
  days: number
}

/** How a key stands before anything speaks against it. */
export const UNDOUBTED = {
  health: 'healthy',
  cause: undefined,
  refusals: 0,
  refusedAt: undefined,
  refusedSince: undefined,
  held: false,
  otherCause: undefined,
} as const satisfies Partial<Key>

/** What happened to a key, as far as the exchange tells. */
export type KeyCause = KeyVerdict
