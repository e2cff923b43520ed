import type { CcxtMarket, CcxtOrder, CcxtTrade } from '../../../src/exchange/ccxt/ccxt-client.ts'
import type { Listings, Rules } from '../../../src/playground/paper-exchange/listings.ts'
import type { Market } from '../../../src/playground/paper-exchange/markets.ts'
import type { Order, Trade } from '../../../src/playground/paper-exchange/order.ts'

const STATUS = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'closed',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
} as const satisfies Record<Order['status'], string>

/** An order as ccxt gives it. */
export function orderInCcxt(order: Order): CcxtOrder {
  return {
    id: String(order.id),
    clientOrderId: order.clientOrderId,
    symbol: order.market.symbol,
    side: order.side,
    amount: order.amount.toFixed(),
    price: order.price?.toFixed(),
    filled: order.filled.toFixed(),
    average: order.filled.gt(0) ? order.cost.div(order.filled).toFixed() : undefined,
    cost: order.cost.toFixed(),
    status: STATUS[order.status],
    timestamp: order.createdAt.getTime(),
  }
}

/** A fill as ccxt gives it. */
export function tradeInCcxt(trade: Trade): CcxtTrade {
  return {
    id: String(trade.id),
    order: String(trade.order.id),
    symbol: trade.order.market.symbol,
    side: trade.order.side,
    price: trade.price.toFixed(),
    amount: trade.amount.toFixed(),
    cost: trade.cost.toFixed(),
    fee: feeInCcxt(trade),
    timestamp: trade.at.getTime(),
  }
}

function feeInCcxt({ fee, feeAsset, feeTold }: Trade): CcxtTrade['fee'] {
  if (feeTold === 'missing') return undefined
  if (feeTold === 'empty') return { cost: undefined, currency: undefined }
  return { cost: fee.toFixed(), currency: feeAsset }
}

/** All listed markets as ccxt gives them. */
export function marketsInCcxt(listings: Listings): Record<string, CcxtMarket> {
  return Object.fromEntries(
    listings.list().map((market) => {
      const active = listings.isTrading(market)
      return [market.symbol, marketInCcxt(market, listings.rulesOf(market), active)]
    }),
  )
}

function filtersOf({ maxOrders, priceBand }: Rules) {
  const [up, down] = [priceBand.up.toFixed(), priceBand.down.toFixed()]
  return [
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: maxOrders },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: up,
      bidMultiplierDown: down,
      askMultiplierUp: up,
      askMultiplierDown: down,
    },
  ]
}

function marketInCcxt(market: Market, rules: Rules, active: boolean): CcxtMarket {
  const { id, symbol, base, quote } = market
  const { tickSize, stepSize, minAmount, maxAmount, minCost } = rules
  return {
    id,
    symbol,
    base,
    quote,
    spot: true,
    active,
    precision: { amount: stepSize.toFixed(), price: tickSize.toFixed() },
    limits: {
      amount: { min: minAmount.toFixed(), max: maxAmount.toFixed() },
      cost: { min: minCost.toFixed(), max: undefined },
    },
    info: { isSpotTradingAllowed: true, filters: filtersOf(rules) },
  }
}
