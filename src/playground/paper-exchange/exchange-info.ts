import type { MarketStatus, Rules } from './listings.ts'
import type { Market } from './markets.ts'
import type { Params } from './params.ts'
import { listMarketsOf, type RouteDeps } from './route.ts'
import { MINUTE_BUDGET } from './weights.ts'
import { money } from './wire.ts'

const STATUS = {
  trading: 'TRADING',
  'cancel-only': 'HALT',
  halted: 'BREAK',
  gone: undefined,
} satisfies Record<MarketStatus, string | undefined>

/** The markets and their filters, as `GET /api/v3/exchangeInfo` answers them. */
export function exchangeInfo(deps: RouteDeps, params: Params) {
  const { clock, spot } = deps
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
    symbols: listMarketsOf(deps, params).markets.map((market) => ({
      ...marketOnWire(market, spot.listings.rulesOf(market)),
      status: STATUS[spot.listings.statusOf(market)],
    })),
  }
}

function marketOnWire(market: Market, rules: Rules) {
  const { decimals } = rules
  return {
    symbol: market.id,
    baseAsset: market.base,
    baseAssetPrecision: decimals,
    quoteAsset: market.quote,
    quotePrecision: decimals,
    quoteAssetPrecision: decimals,
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
    filters: filtersOf(market, rules),
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: ['EXPIRE_MAKER'],
  }
}

function filtersOf({ maxPrice, maxMarketAmount }: Market, rules: Rules) {
  const { tickSize, stepSize, minAmount, maxAmount, minCost, maxOrders } = rules
  const [up, down] = [rules.priceBand.up.toFixed(), rules.priceBand.down.toFixed()]
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
      bidMultiplierUp: up,
      bidMultiplierDown: down,
      askMultiplierUp: up,
      askMultiplierDown: down,
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
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: maxOrders },
  ]
}
