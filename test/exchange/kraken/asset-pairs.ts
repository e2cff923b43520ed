import type { Market } from '../../../src/playground/paper-exchange/markets.ts'
import { altNameOf, assetAltNameOf, assetIdOf, findMarketOf, pairIdOf } from './names.ts'
import { UNKNOWN_PAIR } from './refusal.ts'
import type { KrakenDeps, PairMode } from './route.ts'

/** Where one pair is not listed, nothing is told of the others. @throws {KrakenRefusal} EQuery:Unknown asset pair */
export function getMarketOf({ spot }: Pick<KrakenDeps, 'spot'>, pair: string): Market {
  const market = findMarketOf(pair)
  if (market && spot.listings.list().includes(market)) return market
  throw UNKNOWN_PAIR
}

/** How a pair may be traded now. */
export function modeOf(
  { spot, kraken }: Pick<KrakenDeps, 'spot' | 'kraken'>,
  market: Market,
): PairMode {
  if (!spot.listings.isTrading(market)) return 'cancel_only'
  return kraken.modes.get(market.symbol) ?? 'online'
}

/** https://docs.kraken.com/api-reference/market-data/get-tradable-asset-pairs */
export function assetPairs(deps: KrakenDeps) {
  return Object.fromEntries(
    deps.spot.listings.list().map((market) => [pairIdOf(market), pairRow(deps, market)]),
  )
}

function pairRow(deps: KrakenDeps, market: Market) {
  const { base, quote } = market
  const { tickSize, stepSize, minAmount, minCost } = deps.spot.listings.rulesOf(market)
  return {
    altname: altNameOf(market),
    wsname: `${assetAltNameOf(base)}/${assetAltNameOf(quote)}`,
    aclass_base: 'currency',
    base: assetIdOf(base),
    aclass_quote: 'currency',
    quote: assetIdOf(quote),
    lot: 'unit',
    cost_decimals: 8,
    pair_decimals: decimalsOf(tickSize.toFixed()),
    lot_decimals: decimalsOf(stepSize.toFixed()),
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, 0.1]],
    fees_maker: [[0, 0.1]],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: minAmount.toFixed(),
    costmin: minCost.toFixed(),
    tick_size: tickSize.toFixed(),
    status: modeOf(deps, market),
  }
}

function decimalsOf(size: string): number {
  return size.split('.')[1]?.length ?? 0
}
