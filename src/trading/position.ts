import { Big } from 'big.js'
import type { ExchangeFill } from '../exchange/exchange.ts'
import { feeIn, feesBeside, type Fee } from '../exchange/fees.ts'
import { divideUp } from '../lib/divide.ts'

/** What a fill must tell to be counted. */
export type PositionFill = Pick<ExchangeFill, 'side' | 'amount' | 'cost' | 'fees'> & {
  /** Quote that its fees in third coins were worth; undefined while that is unknown. */
  feeValue?: Big | undefined
}

/** What fills came to, by the average-cost method: all that is needed to count on from there. */
export interface Tally {
  /** Base, exact: bought − sold − known base fees. Below zero when more left than came in. */
  amount: Big
  /** Quote paid for what is held, the worth of fees in a third coin included. */
  cost: Big
  /**
   * Quote earned by sales after fees. `realized − cost` is exactly the quote that came in less the
   * quote that went out, less what fees in a third coin were worth.
   */
  realized: Big
  /** Base bought in all, before base fees. */
  boughtAmount: Big
  /** All known fees so far by the coin they were taken in. */
  fees: ReadonlyMap<string, Big>
  /** The part of them, in third coins, that is in no cost yet: nobody knew what it was worth. */
  unvaluedFees: ReadonlyMap<string, Big>
  /** How many fills there were whose fees are unknown: those fees are in none of these figures. */
  unknownFees: number
  /** Base bought by such fills: a part of it may have gone as the fee. */
  unclearAmount: Big
}

/** Coins bought and not sold. */
export interface Position extends Tally {
  /** Quote per base, buying fees included, rounded up at 18 digits so that break-even is never understated; 0 when nothing is held. */
  averageCost: Big
}

const ZERO = new Big(0)

/** Before the first fill. */
export const NOTHING: Tally = {
  amount: ZERO,
  cost: ZERO,
  realized: ZERO,
  boughtAmount: ZERO,
  fees: new Map(),
  unvaluedFees: new Map(),
  unknownFees: 0,
  unclearAmount: ZERO,
}

/** The position that fills of one symbol leave, oldest first; they go on from `before`. */
export function positionOf(
  fills: readonly PositionFill[],
  base: string,
  quote: string,
  before: Tally = NOTHING,
): Position {
  let holding: Holding = before
  const fees = new Map(before.fees)
  const unvaluedFees = new Map(before.unvaluedFees)
  let { unknownFees, unclearAmount } = before
  for (const fill of fills) {
    const baseFee = feeIn(fill.fees, base)
    const quoteFee = feeIn(fill.fees, quote).plus(fill.feeValue ?? ZERO)
    holding = (fill.side === 'buy' ? afterBuy : afterSell)(holding, fill, baseFee, quoteFee)
    addAll(fees, feesBeside(fill.fees))
    if (fill.feeValue === undefined) addAll(unvaluedFees, feesBeside(fill.fees, base, quote))
    if (fill.fees !== 'unknown') continue
    unknownFees += 1
    if (fill.side === 'buy') unclearAmount = unclearAmount.plus(fill.amount)
  }
  const { amount, cost, realized, boughtAmount } = holding
  const averageCost = amount.gt(0) ? divideUp(cost, amount) : ZERO
  const allFees = { fees, unvaluedFees, unknownFees, unclearAmount }
  return { amount, cost, realized, boughtAmount, averageCost, ...allFees }
}

/** What the exchange may have taken out of what was bought, as fees that it did not report. */
export function mayBeFee({ unclearAmount }: Pick<Position, 'unclearAmount'>, feeRate: Big): Big {
  return unclearAmount.times(feeRate)
}

/** The part of a position's cost that `amount` of it carries; all of it when nothing is left over. */
export function costOf(
  { amount: held, cost }: Pick<Position, 'amount' | 'cost'>,
  amount: Big,
): Big {
  return amount.gte(held) || held.lte(0) ? cost : divideUp(cost.times(amount), held)
}

type Holding = Pick<Tally, 'amount' | 'cost' | 'realized' | 'boughtAmount'>

function afterBuy(held: Holding, fill: PositionFill, baseFee: Big, quoteFee: Big): Holding {
  return {
    amount: held.amount.plus(fill.amount).minus(baseFee),
    cost: held.cost.plus(fill.cost).plus(quoteFee),
    realized: held.realized,
    boughtAmount: held.boughtAmount.plus(fill.amount),
  }
}

function afterSell(held: Holding, fill: PositionFill, baseFee: Big, quoteFee: Big): Holding {
  const leaving = fill.amount.plus(baseFee)
  const soldCost = costOf(held, leaving)
  return {
    amount: held.amount.minus(leaving),
    cost: held.cost.minus(soldCost),
    realized: held.realized.plus(fill.cost).minus(quoteFee).minus(soldCost),
    boughtAmount: held.boughtAmount,
  }
}

function addAll(sums: Map<string, Big>, fees: readonly Fee[]): void {
  for (const { coin, amount } of fees) sums.set(coin, amount.plus(sums.get(coin) ?? 0))
}
