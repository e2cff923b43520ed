import type { CcxtMarket, CcxtOrder, CcxtTrade } from '../../../src/exchange/ccxt-client.ts'
import {
  MARKETS,
  MAX_NUM_ORDERS,
  PRICE_BAND,
  type Market,
} from '../../../src/playground/paper-exchange/markets.ts'
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
    fee: { cost: trade.fee.toFixed(), currency: trade.feeAsset },
    timestamp: trade.at.getTime(),
  }
}

/** All markets as ccxt gives them. */
export function marketsInCcxt(halted: ReadonlySet<string>): Record<string, CcxtMarket> {
  return Object.fromEntries(
    MARKETS.map((market) => [market.symbol, marketInCcxt(market, halted.has(market.symbol))]),
  )
}

const { up, down } = PRICE_BAND

const FILTERS = [
  { filterType: 'MAX_NUM_ORDERS', maxNumOrders: MAX_NUM_ORDERS },
  {
    filterType: 'PERCENT_PRICE_BY_SIDE',
    bidMultiplierUp: up.toFixed(),
    bidMultiplierDown: down.toFixed(),
    askMultiplierUp: up.toFixed(),
    askMultiplierDown: down.toFixed(),
  },
]

function marketInCcxt(market: Market, halted: boolean): CcxtMarket {
  const { id, symbol, base, quote, tickSize, stepSize, minAmount, maxAmount, minCost } = market
  return {
    id,
    symbol,
    base,
    quote,
    spot: true,
    active: !halted,
    precision: { amount: stepSize.toFixed(), price: tickSize.toFixed() },
    limits: {
      amount: { min: minAmount.toFixed(), max: maxAmount.toFixed() },
      cost: { min: minCost.toFixed(), max: undefined },
    },
    info: { isSpotTradingAllowed: true, filters: FILTERS },
  }
}
