import type { Big } from 'big.js'
import { MAX_NUM_ORDERS, PRICE_BAND, type Market } from './markets.ts'
import { filterFailure, Refusal } from './refusal.ts'
import type { OrderRequest } from './order.ts'

/**
 * Holds an order against its market's filters. `openOrders` is how many the account has there.
 *
 * @throws {Refusal} -1013 with the name of the first filter that fails.
 */
export function checkFilters(request: OrderRequest, mid: Big, openOrders: number): void {
  const { market, price, amount, cost } = request
  if (price) checkPrice(request, price, mid)
  if (amount) checkAmount(market, amount, request.type === 'MARKET')

  // Binance measures market orders by the average of the last 5 minutes; the mid price stands in.
  const notional = cost ?? (amount ?? market.minAmount).times(price ?? mid)
  if (notional.lt(market.minCost)) throw filterFailure('NOTIONAL')
  if (request.timeInForce === 'GTC' && price && openOrders >= MAX_NUM_ORDERS) {
    throw filterFailure('MAX_NUM_ORDERS')
  }
}

function checkPrice({ market }: OrderRequest, price: Big, mid: Big): void {
  if (price.lte(0)) throw new Refusal(-1013, 'Invalid price.')
  if (!isMultiple(price, market.tickSize) || price.gt(market.maxPrice)) {
    throw filterFailure('PRICE_FILTER')
  }
  if (price.gt(mid.times(PRICE_BAND.up)) || price.lt(mid.times(PRICE_BAND.down))) {
    throw filterFailure('PERCENT_PRICE_BY_SIDE')
  }
}

function checkAmount(market: Market, amount: Big, atMarket: boolean): void {
  if (amount.lte(0)) throw new Refusal(-1013, 'Invalid quantity.')
  if (
    !isMultiple(amount, market.stepSize) ||
    amount.lt(market.minAmount) ||
    amount.gt(market.maxAmount)
  ) {
    throw filterFailure('LOT_SIZE')
  }
  if (atMarket && amount.gt(market.maxMarketAmount)) throw filterFailure('MARKET_LOT_SIZE')
}

function isMultiple(value: Big, size: Big): boolean {
  return value.mod(size).eq(0)
}
