/** An exchange counts a request when it arrives, up to that part of its window later than we do. */
const LATENESS = 0.03

/** What a request costs, and from which of the exchange's budgets. */
export interface Cost {
  pool: string
  weight: number
  /** What it costs from a second budget, e.g. that of our address besides that of the key. */
  also?: Cost
}

/** What an exchange lets be spent. */
export interface Budget {
  weight: number
  /** In any stretch of this many seconds. */
  seconds: number
  /** Of whom: all that comes from our address, or one key. */
  per: 'address' | 'key'
}

/** For how long a request counts, where an exchange counts for so many seconds. */
export function countedSeconds({ seconds }: Budget): number {
  return seconds * (1 + LATENESS)
}
