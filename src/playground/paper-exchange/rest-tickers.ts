import type { Big } from 'big.js'
import type { Market } from './markets.ts'
import type { RouteDeps } from './route.ts'
import { money } from './wire.ts'

const DAY = 86_400_000
const DAY_TURNOVER = 500

/** The last 24 hours of a market. Volumes are made up. */
export function dayTicker(deps: RouteDeps, market: Market) {
  const { spot, clock } = deps
  const now = clock.now()
  const last = spot.midOf(market)
  const open = spot.historyOf(market).dayAgo(now)
  const { high, low } = spot.historyOf(market).day(now)
  const quoteVolume = turnover(spot.bookOf(market).quotePerLevel, DAY)
  const best = bestOf(deps, market)
  return {
    symbol: market.id,
    priceChange: money(last.minus(open)),
    priceChangePercent: last.minus(open).div(open).times(100).toFixed(3),
    weightedAvgPrice: money(last.plus(open).div(2)),
    prevClosePrice: money(open),
    lastPrice: money(last),
    lastQty: best.bidQty,
    ...best,
    openPrice: money(open),
    highPrice: high.toFixed(8),
    lowPrice: low.toFixed(8),
    volume: (quoteVolume / last.toNumber()).toFixed(8),
    quoteVolume: quoteVolume.toFixed(8),
    openTime: now.getTime() - DAY,
    closeTime: now.getTime(),
    firstId: 0,
    lastId: 0,
    count: 0,
  }
}

/** The best bid and ask of a market, zeros where its book is empty. */
export function bestOf({ spot }: RouteDeps, market: Market) {
  const mid = spot.midOf(market)
  const book = spot.bookOf(market)
  const [bid] = book.levels('bids', mid)
  const [ask] = book.levels('asks', mid)
  return {
    bidPrice: orZero(bid?.price),
    bidQty: orZero(bid?.amount),
    askPrice: orZero(ask?.price),
    askQty: orZero(ask?.amount),
  }
}

function orZero(value: Big | undefined): string {
  return value ? money(value) : '0.00000000'
}

/** Made-up quote volume of a stretch of `length` milliseconds. */
export function turnover(quotePerLevel: Big, length: number): number {
  return (quotePerLevel.toNumber() * DAY_TURNOVER * length) / DAY
}
