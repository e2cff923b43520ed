import { Big } from 'big.js'
import type { Rules } from './listings.ts'
import { filterFailure, Refusal, tooPrecise } from './refusal.ts'
import type { OrderRequest } from './order.ts'

/**
 * Holds an order against its market's rules. `openOrders` is how many the account has there.
 *
 * @throws {Refusal} -1111 for too many decimals, -1013 with the name of the first filter that fails.
 */
export function checkFilters(
  request: OrderRequest,
  rules: Rules,
  { mid, openOrders }: { mid: Big; openOrders: number },
): void {
  const { price, amount, cost } = request
  if (amount) checkDecimals('quantity', amount, rules)
  if (price) checkDecimals('price', price, rules)
  if (price) checkPrice(request, rules, { price, mid })
  if (amount) checkAmount(request, rules, amount)

  // Binance measures market orders by the average of the last 5 minutes; the mid price stands in.
  const notional = cost ?? (amount ?? rules.minAmount).times(price ?? mid)
  if (notional.lt(rules.minCost)) throw filterFailure('NOTIONAL')
  if (request.timeInForce === 'GTC' && price && openOrders >= rules.maxOrders) {
    throw filterFailure('MAX_NUM_ORDERS')
  }
}

function checkDecimals(name: string, value: Big, { decimals }: Rules): void {
  if (!value.round(decimals, Big.roundDown).eq(value)) throw tooPrecise(name)
}

function checkPrice(
  { market }: OrderRequest,
  { tickSize, priceBand }: Rules,
  { price, mid }: { price: Big; mid: Big },
): void {
  if (price.lte(0)) throw new Refusal(-1013, 'Invalid price.')
  if (!isMultiple(price, tickSize) || price.gt(market.maxPrice)) {
    throw filterFailure('PRICE_FILTER')
  }
  if (price.gt(mid.times(priceBand.up)) || price.lt(mid.times(priceBand.down))) {
    throw filterFailure('PERCENT_PRICE_BY_SIDE')
  }
}

function checkAmount({ market, type }: OrderRequest, rules: Rules, amount: Big): void {
  if (amount.lte(0)) throw new Refusal(-1013, 'Invalid quantity.')
  if (
    !isMultiple(amount, rules.stepSize) ||
    amount.lt(rules.minAmount) ||
    amount.gt(rules.maxAmount)
  ) {
    throw filterFailure('LOT_SIZE')
  }
  if (type === 'MARKET' && amount.gt(market.maxMarketAmount)) throw filterFailure('MARKET_LOT_SIZE')
}

function isMultiple(value: Big, size: Big): boolean {
  return value.mod(size).eq(0)
}
