import type { Big } from 'big.js'
import { BNB_FEE_RATE } from './markets.ts'

/** How the exchange takes an account's fees, and what it says of them. */
export type FeeWay =
  /** Out of what the account receives; nothing at a rate of 0, a rebate at a negative one. */
  | { kind: 'received'; rate?: Big | string }
  /**
   * Out of another coin, while there is enough of it. `usd` is what one is worth; where left out, its market's
   * price.
   */
  | { kind: 'coin'; coin: string; rate?: Big | string; usd?: Big | string }
  /** Out of what the account receives, but the fills do not say so: their fee is empty, or not there at all. */
  | { kind: 'untold'; as: 'empty' | 'missing' }

/** What some accounts' owners can choose on Binance. */
export const FEES_IN_BNB: FeeWay = { kind: 'coin', coin: 'BNB', rate: BNB_FEE_RATE }

/** A fee, and how a fill tells it. */
export interface Fee {
  fee: Big
  feeAsset: string
  feeTold: 'yes' | 'empty' | 'missing'
}
