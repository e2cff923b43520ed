import type { Params } from './params.ts'
import { Refusal } from './refusal.ts'
import { getMarketOf, type RouteDeps } from './route.ts'
import { turnover } from './rest-tickers.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const INTERVALS: Record<string, number> = {
  '1m': MINUTE,
  '3m': 3 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': 60 * MINUTE,
  '2h': 120 * MINUTE,
  '4h': 240 * MINUTE,
  '6h': 360 * MINUTE,
  '8h': 480 * MINUTE,
  '12h': 720 * MINUTE,
  '1d': DAY,
}

/** Candles of a market's price, oldest first, as `GET /api/v3/klines` answers them. Volumes are made up. */
export function klines(deps: RouteDeps, params: Params) {
  const { spot, clock } = deps
  const market = getMarketOf(deps, params)
  const interval = INTERVALS[params.get('interval')]
  if (!interval) throw new Refusal(-1120, 'Invalid interval.')
  const limit = params.limit(500, 1000)
  const now = clock.now().getTime()
  const startTime = params.findInteger('startTime')
  const latest = Math.min(params.findInteger('endTime') ?? now, now)
  const span = (limit - 1) * interval
  // Binance: a candle that began before startTime is left out.
  const from = startTime === undefined ? latest - span : Math.ceil(startTime / interval) * interval
  const to = Math.min(latest, from + span)
  const oldest = now - 2 * DAY
  return spot
    .historyOf(market)
    .candles(Math.max(from, oldest), to, interval)
    .map(({ at, open, high, low, close }) => {
      const volume = digits(turnover(spot.bookOf(market).quotePerLevel, interval) / close)
      const quoteVolume = digits(turnover(spot.bookOf(market).quotePerLevel, interval))
      const prices = [open, high, low, close].map(digits)
      return [at, ...prices, volume, at + interval - 1, quoteVolume, 0, '0', '0', '0']
    })
}

function digits(value: number): string {
  return value.toFixed(8)
}
