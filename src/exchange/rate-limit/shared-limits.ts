import type { Budget } from './budget.ts'
import type { Lane } from './rate-window.ts'

/** A part of a budget that is wanted. */
export interface Wanted {
  /** Whose budget, and which: `binance:api`. */
  pool: string
  budget: Budget
  lane: Lane
  /** Less than that is of no use. */
  least: number
  /** More than that is not needed. */
  most: number
  /** The part held before, and what became of it. */
  before: Spent | undefined
}

/** What was spent of a part that is given back. */
export interface Spent {
  id: string
  weight: number
  /** When the last of it was spent. */
  at: Date
}

/** A part of a budget that nobody else spends. */
export interface Part {
  id: string
  weight: number
  /** Nothing of it is spent later. */
  until: Date
}

/**
 * What all processes that send from one address know together, and those that come after them: how long
 * to be silent, and what is spent.
 */
export interface SharedLimits {
  /** Until when nothing may be sent to the exchange, or of the key, of that name; as of half a second ago. */
  pausedUntil: (name: string) => Date | undefined
  /** Tells the others; the caller already keeps to it. */
  pause: (name: string, until: Date) => void
  /** A part of the budget to spend, or the moment to ask again at. Never fails. */
  lease: (wanted: Wanted) => Promise<Part | Date>
}
