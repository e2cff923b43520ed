import { exchangeInfo } from './exchange-info.ts'
import type { Market } from './markets.ts'
import type { Params } from './params.ts'
import { dayTicker, bestOf } from './rest-tickers.ts'
import { klines } from './rest-klines.ts'
import { getMarketOf, listMarketsOf, type RouteDeps, type Routes } from './route.ts'
import { money } from './wire.ts'

/** What everyone may read, without a key. */
export const publicRoutes: Routes = {
  'GET /api/v3/ping': { security: 'none', weight: 1, answer: () => ({}) },
  'GET /api/v3/time': {
    security: 'none',
    weight: 1,
    answer: ({ clock }) => ({ serverTime: clock.now().getTime() }),
  },
  'GET /api/v3/exchangeInfo': { security: 'none', weight: 20, answer: exchangeInfo },
  'GET /api/v3/depth': { security: 'none', weight: 5, answer: depth },
  'GET /api/v3/klines': { security: 'none', weight: 2, answer: klines },
  'GET /api/v3/avgPrice': { security: 'none', weight: 2, answer: averagePrice },
  'GET /api/v3/ticker/price': {
    security: 'none',
    weight: (params) => (params.find('symbol') ? 2 : 4),
    answer: (deps, params) =>
      forEach(deps, params, (market) => ({
        symbol: market.id,
        price: money(deps.spot.midOf(market)),
      })),
  },
  'GET /api/v3/ticker/bookTicker': {
    security: 'none',
    weight: (params) => (params.find('symbol') ? 2 : 4),
    answer: (deps, params) =>
      forEach(deps, params, (market) => ({ symbol: market.id, ...bestOf(deps, market) })),
  },
  'GET /api/v3/ticker/24hr': {
    security: 'none',
    weight: (params) => (params.find('symbol') ? 2 : params.find('symbols') ? 40 : 80),
    answer: (deps, params) => forEach(deps, params, (market) => dayTicker(deps, market)),
  },
  'GET /sapi/v1/system/status': {
    security: 'none',
    weight: 1,
    answer: () => ({ status: 0, msg: 'normal' }),
  },
}

function forEach(deps: RouteDeps, params: Params, toAnswer: (market: Market) => unknown): unknown {
  const { markets, single } = listMarketsOf(deps, params)
  const answers = markets.map(toAnswer)
  return single ? answers[0] : answers
}

function depth(deps: RouteDeps, params: Params) {
  const { spot, clock } = deps
  const market = getMarketOf(deps, params)
  const limit = params.limit(100, 5000)
  const side = (name: 'bids' | 'asks') =>
    spot
      .bookOf(market)
      .levels(name, spot.midOf(market))
      .slice(0, limit)
      .map(({ price, amount }) => [money(price), money(amount)])
  return { lastUpdateId: clock.now().getTime(), bids: side('bids'), asks: side('asks') }
}

function averagePrice(deps: RouteDeps, params: Params) {
  const { spot, clock } = deps
  const price = money(spot.midOf(getMarketOf(deps, params)))
  return { mins: 5, price, closeTime: clock.now().getTime() }
}
