import { Big } from 'big.js'
import type { OrderBook } from '../exchange/exchange.ts'
import { divideDown, divideUp } from '../lib/divide.ts'
import { smaller } from '../strategies/order-minimum.ts'
import { costOf, type Position } from './position.ts'

/** What selling into the bids shown would bring. */
export interface SaleEstimate {
  /** Base that the bids take. */
  sold: Big
  /** Undefined when the book has no bids. */
  averagePrice: Big | undefined
  /** The lowest bid needed; undefined when the book has no bids. */
  worstPrice: Big | undefined
  /** Quote, after the fee. */
  proceeds: Big
  /** Whether the bids take the whole amount. */
  complete: boolean
}

interface Sale {
  /** Base. */
  amount: Big
  book: OrderBook
  feeRate: Big
}

/** Sells `amount` into the bids, best first. */
export function estimateSale({ amount, book, feeRate }: Sale): SaleEstimate {
  let sold = new Big(0)
  let cost = new Big(0)
  let worstPrice: Big | undefined
  for (const bid of book.bids) {
    const taken = smaller(bid.amount, amount.minus(sold))
    if (taken.lte(0)) continue
    sold = sold.plus(taken)
    cost = cost.plus(taken.times(bid.price))
    worstPrice = bid.price
  }
  return {
    sold,
    averagePrice: sold.gt(0) ? divideDown(cost, sold) : undefined,
    worstPrice,
    proceeds: cost.times(new Big(1).minus(feeRate)),
    complete: sold.gte(amount),
  }
}

/** Quote won or lost on the part of the position that the estimate sells. */
export function profitIfSold(
  position: Pick<Position, 'amount' | 'cost'>,
  { sold, proceeds }: Pick<SaleEstimate, 'sold' | 'proceeds'>,
): Big {
  return proceeds.minus(costOf(position, sold))
}

interface LimitSale {
  amount: Big
  price: Big
  averageCost: Big
  feeRate: Big
}

/** Quote won or lost, after the fee, by selling `amount` at just `price`: the worst that a limit order lets happen. */
export function saleProfit({ amount, price, averageCost, feeRate }: LimitSale): Big {
  return amount.times(price.times(new Big(1).minus(feeRate)).minus(averageCost))
}

/** The price at which a sale, after its fee, brings back the average cost. Rounded up at 18 digits. */
export function breakEvenPrice(averageCost: Big, feeRate: Big): Big {
  return divideUp(averageCost, new Big(1).minus(feeRate))
}
