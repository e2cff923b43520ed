import type { Big } from 'big.js'

/** One walk through Disconnect (a key) or Remove (a bot), from the first look to the receipt. */
export interface ExitPlan {
  id: string
  userId: string
  keyId: string
  kind: 'disconnect' | 'remove'
  /** The bot to remove; undefined for a disconnect. */
  botId: string | undefined
  /** `left`: the trader went away before anything was sent. */
  status: 'draft' | 'running' | 'stopped' | 'done' | 'left'
  /** Raised with every change: a button made for an older version does nothing. */
  version: number
  /** Keep the key sealed after the exit, until the exchange itself refuses it. */
  checkDead: boolean
  facts: ExitFacts
  createdAt: Date
}

/** What is remembered of a plan to tell of it later. */
export interface ExitFacts {
  /** Bots that the plan removes. */
  botIds?: string[]
  /** Orders of ours that were open when it began. */
  orderIds?: string[]
  /** Orders on the account that are not ours, at the last look. */
  foreignOrders?: number
  /** The version at which the trader said yes to the loss, in words. */
  lossConfirmed?: number
  /** Why it ended without the exchange. */
  byHand?: 'dead-key' | 'asked'
  endedAt?: string
  /** When the newest question of it was asked. */
  askedAt?: string | undefined
  /** Since when coins that were to be sold are not to be seen on the account. */
  missingSince?: string | undefined
  /** When that was last seen. */
  missingAt?: string | undefined
  /** Symbols of sales whose outcome was unknown when the key went. */
  unknownSales?: string[]
}

/** One position of a plan, with what the trader was shown and decided. */
export interface ExitPosition {
  planId: string
  botId: string
  symbol: string
  /** Base that was decided on. */
  amount: Big
  averageCost: Big
  /** Average price that the book would have paid when it was shown. */
  priceShown: Big
  worstPrice: Big
  /** Quote won or lost if sold then, after fees. */
  profitShown: Big
  /** Never sold below it. */
  floor: Big
  decision: 'close' | 'keep' | undefined
  /**
   * `dust`: too small to sell. `missing`: the coins are not free on the account any more. `asked`:
   * it came back as a question and waits for an answer.
   */
  outcome: 'sold' | 'kept' | 'dust' | 'missing' | 'asked' | undefined
  /** How often it came back as a question. */
  round: number
}

/** Positions that would bring a loss if sold at what was shown. */
export function isLoser({ profitShown }: Pick<ExitPosition, 'profitShown'>): boolean {
  return profitShown.lt(0)
}
