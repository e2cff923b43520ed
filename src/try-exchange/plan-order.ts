import { Big } from 'big.js'
import type { Balance } from '../exchange/exchange.ts'
import { roundDownTo, roundUpTo, type Market } from '../exchange/market.ts'
import { divideDown } from '../lib/divide.ts'
import { TryRefused } from './refused.ts'

/** How far below the best bid the test order rests. */
const FAR_BELOW = new Big('0.8')

/** A test order that nobody will take. */
export interface PlannedOrder {
  market: Market
  price: Big
  amount: Big
}

/** The order that spends so much, far below the price. @throws {TryRefused} if the exchange would not take it. */
export function planOrder(
  market: Market,
  { spend, bid, balance }: { spend: Big; bid: Big; balance: Balance | undefined },
): PlannedOrder {
  const { symbol, quote, tickSize, stepSize, minAmount, minCost, priceBand } = market
  const lowest = priceBand === undefined ? new Big(0) : priceBand.buy.lowest.times(bid)
  const far = roundDownTo(tickSize, bid.times(FAR_BELOW))
  const price = far.gte(lowest) ? far : roundUpTo(tickSize, lowest)
  if (price.lte(0) || price.gte(bid)) {
    throw new TryRefused(`${symbol} takes no price far enough below its own. Name another symbol.`)
  }
  const amount = roundDownTo(stepSize, divideDown(spend, price))
  if (amount.lte(0) || amount.lt(minAmount) || amount.times(price).lt(minCost)) {
    throw new TryRefused(
      `${spend.toFixed()} ${quote} is less than ${symbol} takes. Its smallest order costs about ${leastCost(market, price)} ${quote}.`,
    )
  }
  if (balance === undefined || balance.free.lt(spend)) {
    throw new TryRefused(`Less than ${spend.toFixed()} ${quote} is free on this account.`)
  }
  return { market, price, amount }
}

function leastCost({ minAmount, minCost, stepSize }: Market, price: Big): string {
  const byAmount = (minAmount.gt(0) ? minAmount : stepSize).times(price)
  return (byAmount.gt(minCost) ? byAmount : minCost).round(2, Big.roundUp).toFixed()
}
