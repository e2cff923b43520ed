import { Big } from 'big.js'
import type { ExchangeFill } from '../exchange/exchange.ts'
import { divideUp } from '../lib/divide.ts'

/** What a fill must tell to be counted. */
export type PositionFill = Pick<ExchangeFill, 'side' | 'amount' | 'cost' | 'fee' | 'feeCurrency'>

/** Coins bought and not sold, by the average-cost method. */
export interface Position {
  /** Base, exact: bought − sold − base fees. Below zero when more left than came in. */
  amount: Big
  /** Quote per base, buying fees included, rounded up at 18 digits so that break-even is never understated; 0 when nothing is held. */
  averageCost: Big
  /** Quote paid for what is held. */
  cost: Big
  /** Quote earned by sales after fees. `realized − cost` is exactly the quote that came in less the quote that went out. */
  realized: Big
  /** Base bought in all, before base fees. */
  boughtAmount: Big
  /** All fees so far by the coin they were taken in. Those in a third coin are counted here only. */
  fees: ReadonlyMap<string, Big>
}

/** The position that fills of one symbol leave, oldest first. */
export function positionOf(fills: readonly PositionFill[], base: string, quote: string): Position {
  const zero = new Big(0)
  const empty: Holding = { amount: zero, cost: zero, realized: zero, boughtAmount: zero }
  const holding = fills.reduce((held, fill) => {
    const baseFee = fill.feeCurrency === base ? fill.fee : zero
    const quoteFee = fill.feeCurrency === quote ? fill.fee : zero
    return fill.side === 'buy'
      ? afterBuy(held, fill, baseFee, quoteFee)
      : afterSell(held, fill, baseFee, quoteFee)
  }, empty)
  const { amount, cost } = holding
  return {
    ...holding,
    averageCost: amount.gt(0) ? divideUp(cost, amount) : zero,
    fees: feesOf(fills),
  }
}

/** The part of a position's cost that `amount` of it carries; all of it when nothing is left over. */
export function costOf(
  { amount: held, cost }: Pick<Position, 'amount' | 'cost'>,
  amount: Big,
): Big {
  return amount.gte(held) ? cost : divideUp(cost.times(amount), held)
}

type Holding = Pick<Position, 'amount' | 'cost' | 'realized' | 'boughtAmount'>

function afterBuy(held: Holding, fill: PositionFill, baseFee: Big, quoteFee: Big): Holding {
  return {
    ...held,
    amount: held.amount.plus(fill.amount).minus(baseFee),
    cost: held.cost.plus(fill.cost).plus(quoteFee),
    boughtAmount: held.boughtAmount.plus(fill.amount),
  }
}

function afterSell(held: Holding, fill: PositionFill, baseFee: Big, quoteFee: Big): Holding {
  const leaving = fill.amount.plus(baseFee)
  const soldCost = costOf(held, leaving)
  return {
    ...held,
    amount: held.amount.minus(leaving),
    cost: held.cost.minus(soldCost),
    realized: held.realized.plus(fill.cost).minus(quoteFee).minus(soldCost),
  }
}

function feesOf(fills: readonly PositionFill[]): ReadonlyMap<string, Big> {
  const fees = new Map<string, Big>()
  for (const { fee, feeCurrency } of fills) {
    if (!fee.eq(0)) fees.set(feeCurrency, fee.plus(fees.get(feeCurrency) ?? 0))
  }
  return fees
}
