import type { KeyVerdict } from '../exchange/exchange-error.ts'
import type { ExchangeId } from '../exchange/exchange-id.ts'

/**
 * What Undock says unasked. A notice names rows, not words: it is rendered from the database when
 * it is delivered, so that a late one still tells the truth.
 */
export type Notice =
  | { kind: 'exit-files'; planId: string }
  | { kind: 'exit-progress'; planId: string }
  | { kind: 'exit-question'; planId: string; botId: string; round: number }
  | { kind: 'exit-receipt'; planId: string }
  | { kind: 'exit-stopped'; planId: string }
  | { kind: 'key-dead'; keyId: string; cause?: KeyVerdict | undefined }
  | { kind: 'hand-work-reminder'; keyId: string; hours: number }
  | { kind: 'key-back'; keyId: string }
  | { kind: 'key-erased'; keyId: string; refusedByExchange: boolean }
  | { kind: 'bot-failed'; botId: string }
  | { kind: 'orders-changed'; botId: string; orderIds: readonly string[] }
  | { kind: 'stray-orders'; keyId: string; count: number; symbols: readonly string[] }
  | { kind: 'left-orders'; keyId: string }
  | { kind: 'bot-waits'; botId: string }
  /** `stillListed` of its `orders` were open when the exchange last listed them; undefined: it does not say. */
  | { kind: 'pair-gone'; botId: string; orders: number; stillListed?: number | undefined }
  | { kind: 'pair-ends'; botId: string; endsAt: string }
  | { kind: 'bot-ended'; botId: string }
  | { kind: 'bots-restored'; keyId: string; backupMadeAt: string }
  | { kind: 'key-compared'; keyId: string; version: number; since: string }
  | { kind: 'key-ends-soon'; keyId: string }
  | { kind: 'key-grew'; keyId: string; growth: 'may-withdraw' | 'unbound' }
  /** What stands on record can't be read. */
  | { kind: 'unreadable' }
  | {
      kind: 'standstill'
      exchange: ExchangeId
      /** The pair that it is about; empty: the exchange. */
      scope: string
      cause: StandstillCause
      since: string
      until: string | undefined
    }
  /** `told`: the notices of what is over now. */
  | {
      kind: 'standstill-over'
      exchange: ExchangeId
      scope: string
      since: string
      told: readonly string[]
    }
  | HostNotice

/** Why due work is not getting done. */
export type StandstillCause =
  | 'unreachable' // requests get no answer
  | 'errors' // the exchange answers with errors only
  | 'silence' // the exchange asked for silence, or has banned our address
  | 'own-limit' // our own requests use up what may be sent
  | 'pair' // one pair is not answered about, all else is
  | 'key-doubted' // the exchange refuses the key, which is being confirmed
  | 'own-fault' // our queue, our database or our code

/** What concerns the host, for its operators: counts and names of parts, nothing of any trader. */
export type HostNotice =
  | { kind: 'host-restored'; backupMadeAt: string }
  | { kind: 'host-crashed'; startedAt: string }
  | { kind: 'host-two-pollers'; byWebhook: boolean }
  | { kind: 'host-exit-stuck' }
  | { kind: 'host-saga-parked'; saga: string; sagaKind: string; step: string }
  | { kind: 'host-blocked'; count: number }
  | { kind: 'host-disk-low'; freeBytes: number }
  | { kind: 'host-clock-off'; exchange: string; aheadMs: number }
  | { kind: 'host-standstill'; exchange: ExchangeId; cause: StandstillCause }
  | { kind: 'host-standstill-over'; exchange: ExchangeId; cause: StandstillCause }
  | { kind: 'host-fleet-refused'; exchange: ExchangeId; cause: KeyVerdict; count: number }

/** What somebody has to act on goes before the routine of other chats. */
export function isUrgent({ kind }: Notice): boolean {
  return URGENT.has(kind)
}

const URGENT: ReadonlySet<Notice['kind']> = new Set([
  'key-dead',
  'exit-question',
  'exit-receipt',
  'exit-stopped',
  'hand-work-reminder',
  'key-compared',
  'key-grew',
])
