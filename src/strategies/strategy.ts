import type { Big } from 'big.js'
import type { Market, Side } from '../exchange/market.ts'

export type StrategyId = 'grid'

/** Answers by parameter name, as decimal text. Always holds `money`: the quote given to the bot. */
export type Parameters = Readonly<Record<string, string>>

/** What a strategy may look at. `feeRate` is the part of a cost that one order pays, e.g. 0.001. */
export interface Situation {
  market: Market
  price: Big
  feeRate: Big
}

/** What suggestions and checks may look at while a bot is being made. */
export interface SetupSituation extends Situation {
  /** Quote that no other order or bot lays claim to. */
  free: Big
}

/** One question of the `/newbot` dialogue. Questions are asked in the order of the list. */
export interface Parameter {
  name: string
  label: string
  /** `price` is quote per base; `quote` an amount of money. */
  unit: 'price' | 'quote' | 'count' | 'percent'
  /** The question, as a sentence. */
  ask: string
  /** A value that passes `check`, if any does. `earlier` holds the answers before this one. */
  suggest: (situation: SetupSituation, earlier: Parameters) => Big
  /** Undefined when `value` will do; else a sentence with the field, the bound and a value that would do. */
  check: (value: Big, earlier: Parameters, situation: SetupSituation) => string | undefined
}

/** A fill of one of the bot's orders. Fees are in whatever coin the exchange took. */
export interface SlotFill {
  slot: string
  side: Side
  amount: Big
  price: Big
  cost: Big
  fee: Big
  feeCurrency: string
}

/** An order that should rest now. A slot never wants two at a time. */
export interface WishedOrder {
  slot: string
  side: Side
  price: Big
  /** Base that is still to be filled. */
  amount: Big
  /** Must not be placed now (it would cross the book or is too small), but stays if it rests already. */
  onlyIfResting: boolean
}

/** What a bot with these parameters would do. */
export interface Preview {
  ok: true
  /** Prices it trades at, lowest first. */
  levels: Big[]
  ordersAtStart: WishedOrder[]
  /** Quote that all its buys together can take, fees included; at most the money given. */
  moneyNeeded: Big
  /** Quote; never under the market's `minCost`. */
  smallestOrderCost: Big
  /** Profit of one buy and its sale after both fees, in % of the money used. */
  profitPercent: { lowest: Big; highest: Big }
}

export type RefusalReason =
  | 'price-under-tick'
  | 'range-above-price'
  | 'range-inverted'
  | 'grid-count-out-of-bounds'
  | 'grid-too-dense'
  | 'profit-under-fees'
  | 'below-min-cost'
  | 'not-enough-money'

/** Why no bot can be made of these parameters, and what to change. */
export interface Refusal {
  ok: false
  reason: RefusalReason
  /** Name of the parameter to change. */
  field: string
  /** The last value that would still do. */
  bound: Big
  suggestion: Big
}

/** The pure rules of one way to trade. The same arguments always give the same answer. */
export interface Strategy {
  id: StrategyId
  name: string
  /** One line on what it does. */
  about: string
  parameters: Parameter[]
  preview: (parameters: Parameters, situation: Situation) => Preview | Refusal
  /** The orders that should rest, given every fill so far, oldest first. */
  wish: (parameters: Parameters, situation: Situation, fills: readonly SlotFill[]) => WishedOrder[]
}
