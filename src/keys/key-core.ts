import type { Exchanges } from '../exchange/exchanges.ts'
import type { Core } from '../queue/core.ts'
import type { Connections } from './connections.ts'
import type { Vault } from './vault.ts'

/** What works on keys and on the accounts behind them. */
export interface KeyCore extends Core {
  vault: Vault
  exchanges: Exchanges
  connections: Connections
  /** Seconds between two health probes. */
  checks: CheckTimes
}

/** How often keys are asked. */
export interface CheckTimes {
  idleSeconds: number
  /** For keys with a running bot. */
  busySeconds: number
  /** Waits between the probes that confirm a refusal; undefined: the exchange's own. */
  confirmSeconds: readonly number[] | undefined
  /** Somebody is told when an exchange refuses many alike. */
  hasOperator: boolean
}
