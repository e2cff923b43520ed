import type { Big } from 'big.js'
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
  /** What was missing when it failed for want of it. */
  shortage?: Shortage | undefined
  /** The bot whose settings it goes on with, on another key. */
  movedFrom?: string | undefined
  createdAt: Date
}

/** Less of a coin on the account than there must be. */
export interface Shortage {
  coin: string
  needed: Big
  present: Big
}

/** Who paused it, why its strategy ended, why it failed, or what it waits for while it runs. */
export type PauseReason =
  | 'trader'
  | 'disconnect'
  | 'dead-key'
  | 'restored'
  /** Made of another bot's settings; it has never run. */
  | 'moved'
  | EndReason
  | 'insufficient-funds'
  | 'coins-missing'
  | 'order-rejected'
  | 'symbol-halted'
  | 'orders-cancelled'
  | 'symbol-delisted'
  | 'coins-by-hand'
  | 'settled-by-hand'
  | 'own-fault'
