import { MAX_NUM_ORDERS, PRICE_BAND, type Market } from './markets.ts'
import type { Params } from './params.ts'
import { listMarketsOf, type RouteDeps } from './route.ts'
import { MINUTE_BUDGET } from './weights.ts'
import { money } from './wire.ts'

const UP = PRICE_BAND.up.toFixed()
const DOWN = PRICE_BAND.down.toFixed()

/** The markets and their filters, as `GET /api/v3/exchangeInfo` answers them. */
export function exchangeInfo({ clock, spot }: RouteDeps, params: Params) {
  return {
    timezone: 'UTC',
    serverTime: clock.now().getTime(),
    rateLimits: [
      {
        rateLimitType: 'REQUEST_WEIGHT',
        interval: 'MINUTE',
        intervalNum: 1,
        limit: MINUTE_BUDGET.api,
      },
    ],
    exchangeFilters: [],
    symbols: listMarketsOf(params).markets.map((market) => ({
      ...marketOnWire(market),
      status: spot.halted.has(market) ? 'BREAK' : 'TRADING',
    })),
  }
}

function marketOnWire(market: Market) {
  return {
    symbol: market.id,
    baseAsset: market.base,
    baseAssetPrecision: 8,
    quoteAsset: market.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET'],
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersOf(market),
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: ['EXPIRE_MAKER'],
  }
}

function filtersOf(market: Market) {
  const { tickSize, maxPrice, stepSize, minAmount, maxAmount, maxMarketAmount, minCost } = market
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: money(tickSize),
      maxPrice: money(maxPrice),
      tickSize: money(tickSize),
    },
    {
      filterType: 'LOT_SIZE',
      minQty: money(minAmount),
      maxQty: money(maxAmount),
      stepSize: money(stepSize),
    },
    {
      filterType: 'MARKET_LOT_SIZE',
      minQty: '0.00000000',
      maxQty: money(maxMarketAmount),
      stepSize: '0.00000000',
    },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: UP,
      bidMultiplierDown: DOWN,
      askMultiplierUp: UP,
      askMultiplierDown: DOWN,
      avgPriceMins: 5,
    },
    {
      filterType: 'NOTIONAL',
      minNotional: money(minCost),
      applyMinToMarket: true,
      maxNotional: '9000000.00000000',
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: MAX_NUM_ORDERS },
  ]
}
