import type { StrategyId } from '../strategies/strategies.ts'
import type { EndReason } from '../strategies/strategy.ts'

/** A trader's bot: a strategy at work on one symbol of one account. */
export interface TradingBot {
  id: string
  userId: string
  keyId: string
  name: string
  strategy: StrategyId
  symbol: string
  /** The strategy's parameters; decimals as text. */
  parameters: Readonly<Record<string, string>>
  /** `failed` is paused by Undock itself, with a reason. `removing`: an exit works on it. */
  status: 'running' | 'paused' | 'failed' | 'removing' | 'removed'
  /** What becomes of its resting orders while it does not run. */
  resting: 'keep' | 'cancel-buys' | 'cancel'
  reason: PauseReason | undefined
  createdAt: Date
}

/** Who paused it, why its strategy ended, or why it failed. */
export type PauseReason =
  | 'trader'
  | 'disconnect'
  | 'dead-key'
  | 'restored'
  | EndReason
  | 'insufficient-funds'
  | 'order-rejected'
  | 'symbol-halted'
  | 'orders-cancelled'
