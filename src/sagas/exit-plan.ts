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
  /** Since when a bot's position waits for its own orders or fills, by bot. */
  heldUp?: Readonly<Record<string, string>> | undefined
  /** Symbols of sales whose outcome was unknown at the end. */
  unknownSales?: string[]
  /** Symbols of orders that were open when their pair was delisted, and whose end the exchange never told. */
  unseenEnds?: string[]
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
   * `dust`: too small to sell. `unlisted`: the exchange does not list the pair any more. `missing`: the
   * coins were not free on the account a moment ago. `asked`: it came back as a question and waits for
   * an answer. `left`: the trader looks after its orders and coins at the exchange.
   */
  outcome: 'sold' | 'kept' | 'dust' | 'unlisted' | 'missing' | 'asked' | 'left' | undefined
  /** How often it came back as a question. */
  round: number
  /** What keeps it from being sold as decided, or kept it from that until the trader chose to keep it. */
  cause: Cause | undefined
  /** What the exchange said, if it refused. */
  said: string | undefined
  /** Base that is neither free nor in an order of ours, when it was last seen. */
  notFree: Big | undefined
}

/** What keeps a position from being sold as decided. */
export type Cause =
  | 'under-floor' // the price is under what the trader agreed to
  | 'thin' // too few buyers, or none
  | 'grew' // more was bought before the last order was cancelled
  | 'paused' // the exchange does not let the pair be traded now
  | 'unlisted' // the exchange does not list the pair any more
  | 'locked' // the coins are locked in an order that is not ours
  | 'absent' // the coins are not on the spot account any more
  | 'refused' // the exchange refuses the sale: see `said`
  | 'not-taken' // the exchange gave no usable answer to the sale, again and again; nothing was sold
  | 'unanswered' // the exchange gives no answer about the orders or fills of the position
  | 'unknown-sale' // the exchange does not say what came of a sale of it: it may be sold
  | 'unpriced' // no price can be fetched

const PASSING: ReadonlySet<Cause | undefined> = new Set([
  'paused',
  'unlisted',
  'locked',
  'absent',
  'unanswered',
  'unknown-sale',
] satisfies Cause[])

/** Whether what the trader decided stands: it is carried out as soon as the cause is over. */
export function isPassing(cause: Cause | undefined): boolean {
  return PASSING.has(cause)
}

/** Positions that would bring a loss if sold at what was shown. */
export function isLoser({ profitShown }: Pick<ExitPosition, 'profitShown'>): boolean {
  return profitShown.lt(0)
}

/** Positions that would bring no loss at a price that was shown; without a price nobody knows. */
export function isWinner(position: Pick<ExitPosition, 'priceShown' | 'profitShown'>): boolean {
  return position.priceShown.gt(0) && !isLoser(position)
}
