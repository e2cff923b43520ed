import { Big } from 'big.js'
import type { Position } from './position.ts'
import { profitIfSold } from './sale.ts'
import { sum } from './sum.ts'

/** What trading brought, in one coin. */
export interface Profit {
  /** By sales, after all fees. */
  realized: Big
  /** The part of it since the UTC day began. */
  realizedToday: Big
  /** What is held, at the price now and after the fee, less its cost; undefined while that price is unknown. */
  unrealized: Big | undefined
}

interface ProfitQuestion {
  position: Position
  /** The position when the UTC day began. */
  atDayStart: Pick<Position, 'realized'>
  /** Quote per base; undefined while the exchange does not tell. */
  price: Big | undefined
  feeRate: Big
}

/** A bot's profit in its quote. A fee of unknown worth is in none of it: see `unvaluedFees`. */
export function profitOf({ position, atDayStart, price, feeRate }: ProfitQuestion): Profit {
  const { realized } = position
  return {
    realized,
    realizedToday: realized.minus(atDayStart.realized),
    unrealized: unrealizedOf(position, price, feeRate),
  }
}

function unrealizedOf(position: Position, price: Big | undefined, feeRate: Big): Big | undefined {
  const { amount } = position
  if (amount.lte(0)) return new Big(0)
  if (price === undefined) return undefined
  const proceeds = amount.times(price).times(new Big(1).minus(feeRate))
  return profitIfSold(position, { sold: amount, proceeds })
}

/** The same profit in another coin, at `rate` of it per coin. */
export function convertProfit({ realized, realizedToday, unrealized }: Profit, rate: Big): Profit {
  return {
    realized: realized.times(rate),
    realizedToday: realizedToday.times(rate),
    unrealized: unrealized?.times(rate),
  }
}

/** Several profits in one coin together; of the unrealized ones those that are known. */
export function addProfits(profits: readonly Profit[]): Profit & { unrealized: Big } {
  return {
    realized: sum(profits.map((profit) => profit.realized)),
    realizedToday: sum(profits.map((profit) => profit.realizedToday)),
    unrealized: sum(profits.map(({ unrealized }) => unrealized ?? new Big(0))),
  }
}
