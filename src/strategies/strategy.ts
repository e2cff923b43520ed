import type { Big } from 'big.js'
import type { Fee } from '../exchange/fees.ts'
import type { Market, Side } from '../exchange/market.ts'

/**
 * Answers by parameter name: decimals as text, or the value of a choice. One that was skipped is
 * left out. Always holds `money`: the quote given to the bot.
 */
export type Parameters = Readonly<Record<string, string>>

/** What a strategy may look at. `feeRate` is the part of a cost that one order pays, e.g. 0.001. */
export interface Situation {
  market: Market
  price: Big
  feeRate: Big
  now: Date
}

/** What suggestions and checks may look at while a bot is being made. */
export interface SetupSituation extends Situation {
  /** Quote that no other order or bot lays claim to. */
  free: Big
}

/** One question of the `/newbot` dialogue. Questions are asked in the order of the list. */
export type Parameter = NumberParameter | ChoiceParameter

interface Question {
  name: string
  label: string
  /** The question, as a sentence. */
  ask: string
  /**
   * `always`, or only of a trader who wants more settings: then others get the suggestion
   * (`extra`), or go without (`optional`, which can be skipped as well).
   */
  asked: 'always' | 'extra' | 'optional'
}

export interface NumberParameter extends Question {
  /** `price` is quote per base; `quote` an amount of money; `factor` multiplies. */
  unit: 'price' | 'quote' | 'count' | 'percent' | 'factor' | 'minutes'
  /** A value that passes `check`, if any does. `earlier` holds the answers before this one. */
  suggest: (situation: SetupSituation, earlier: Parameters) => Big
  /** Undefined when `value` will do; else a sentence with the field, the bound and a value that would do. */
  check: (value: Big, earlier: Parameters, situation: SetupSituation) => string | undefined
}

export interface ChoiceParameter extends Question {
  unit: 'choice'
  choices: readonly { value: string; label: string }[]
  /** The value that does for most. */
  suggest: () => string
  /** As for a number; `value` is one of the choices. */
  check: (value: string, earlier: Parameters, situation: SetupSituation) => string | undefined
}

/** A fill of one of the bot's orders. Where the exchange does not report its fees, they are the usual ones. */
export interface SlotFill {
  slot: string
  side: Side
  amount: Big
  price: Big
  cost: Big
  fees: readonly Fee[]
  at: Date
}

/** An order that should rest now, or fill at once as far as it can (`IOC`). A slot never wants two at a time. */
export interface WishedOrder {
  slot: string
  side: Side
  timeInForce: 'GTC' | 'IOC'
  price: Big
  /** Base that is still to be filled. */
  amount: Big
  /** Must not be placed now (it would cross the book or is too small), but stays if it rests already. */
  onlyIfResting: boolean
}

/** What a bot wants. */
export interface Wish {
  orders: WishedOrder[]
  /** Why it sells all and stops for good; once it wishes no order more and none is left, it has ended. */
  ends?: EndReason
}

export type EndReason = 'take-profit' | 'stop-loss'

/** What does not change while a bot looks at the price again and again. */
export type Rules = Pick<Situation, 'market' | 'feeRate'>

/** A bot's fills, taken in one by one: a history of months is not read again at each look. */
export interface Follower {
  /** The next fill; they come oldest first. */
  add: (fill: SlotFill) => void
  /** What should be on the exchange, given every fill so far. */
  wish: (situation: Situation) => Wish
}

/** What a bot with these parameters would do. */
export interface Preview {
  ok: true
  /** Prices it trades at, lowest first. */
  levels: readonly Big[]
  ordersAtStart: WishedOrder[]
  /** Quote that all its buys together can take, fees included; at most the money given. */
  moneyNeeded: Big
  /** Quote; never under the market's `minCost`. */
  smallestOrderCost: Big
}

/** Why no bot can be made of these parameters, and what to change. */
export interface Refusal {
  ok: false
  reason: string
  /** Name of the parameter to change. */
  field: string
  /** The last value that would still do. */
  bound: Big
  suggestion: Big
  /** All of that in words. */
  sentence: string
}

/** Writes figures as people read them. */
export interface Figures {
  /** An amount of the quote, e.g. `1,204.50 USDT`. */
  money: (amount: Big) => string
  /** The same with its sign, e.g. `-43.10 USDT`. */
  profit: (amount: Big) => string
  /** A price or an amount of coins, to its last digit. */
  exact: (value: Big) => string
}

/** How a strategy goes on with coins that the trader holds already. */
export interface Adoption {
  /** The order in whose place they stand. */
  slot: string
  /** Why it should not, in a sentence; undefined when it can. */
  refuse: (coins: SlotFill, parameters: Parameters, situation: Situation) => string | undefined
  /** What becomes of them, in sentences. */
  describe: (
    coins: SlotFill,
    parameters: Parameters,
    situation: Situation,
    figures: Figures,
  ) => string[]
}

/** The pure rules of one way to trade. The same arguments always give the same answer. */
export interface Strategy {
  name: string
  /** One line on what it does. */
  about: string
  parameters: readonly Parameter[]
  preview: (parameters: Parameters, situation: Situation) => Preview | Refusal
  /** What parameters that make a preview mean for the trader's money, in sentences. */
  describe: (parameters: Parameters, situation: Situation, figures: Figures) => string[]
  /** Begins with no fill. The same fills always lead to the same wish. */
  follow: (parameters: Parameters, rules: Rules) => Follower
  /** Left out by a strategy that can't begin with coins. */
  adoption?: Adoption
}
