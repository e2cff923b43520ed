import { Big } from 'big.js'
import { roundToSize, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import { assetPairs, getMarketOf } from './asset-pairs.ts'
import type { Fields } from './fields.ts'
import { pairIdOf } from './names.ts'
import { invalid } from './refusal.ts'
import type { KrakenDeps, PublicRoute } from './route.ts'

const MINUTE = 60_000
const INTERVALS = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600]
const MOST_CANDLES = 720

/** What everyone may read, without a key. https://docs.kraken.com/api-reference/market-data */
export const publicRoutes: Readonly<Record<string, PublicRoute>> = {
  Time: ({ clock }) => ({
    unixtime: Math.floor(clock.now().getTime() / 1000),
    rfc1123: clock.now().toUTCString(),
  }),
  SystemStatus: ({ clock, weather }) => ({
    status: weather.maintenance ? 'maintenance' : 'online',
    timestamp: clock.now().toISOString(),
  }),
  AssetPairs: assetPairs,
  Ticker: ticker,
  Depth: depth,
  OHLC: candles,
}

function ticker(deps: KrakenDeps, fields: Fields) {
  const { spot, clock } = deps
  const rows = fields
    .get('pair')
    .split(',')
    .map((pair) => {
      const market = getMarketOf(deps, pair)
      const mid = spot.midOf(market)
      const level = (side: 'asks' | 'bids') => {
        const best = spot.bookOf(market).levels(side, mid)[0]
        const price = best?.price.toFixed() ?? '0'
        return [price, '1', best?.amount.toFixed() ?? '0']
      }
      const { open, high, low } = spot.historyOf(market).day(clock.now())
      const [first, most, least] = [open, high, low].map((price) => textOf(price, market))
      const row = {
        a: level('asks'),
        b: level('bids'),
        c: [mid.toFixed(), market.stepSize.toFixed()],
        v: ['0', '0'],
        p: [mid.toFixed(), mid.toFixed()],
        t: [0, 0],
        l: [least, least],
        h: [most, most],
        o: first,
      }
      return [pairIdOf(market), row]
    })
  return Object.fromEntries(rows)
}

function depth(deps: KrakenDeps, fields: Fields) {
  const { spot, clock } = deps
  const market = getMarketOf(deps, fields.get('pair'))
  const count = fields.findNumber('count') ?? 100
  if (count < 1 || count > 500) throw invalid('count')
  const at = Math.floor(clock.now().getTime() / 1000)
  const side = (name: 'asks' | 'bids') =>
    spot
      .bookOf(market)
      .levels(name, spot.midOf(market))
      .slice(0, count)
      .map(({ price, amount }) => [price.toFixed(), amount.toFixed(), at])
  return { [pairIdOf(market)]: { asks: side('asks'), bids: side('bids') } }
}

/** The last 720 at most, oldest first, `since` itself left out; the last one is not over yet. */
function candles(deps: KrakenDeps, fields: Fields) {
  const { spot, clock } = deps
  const market = getMarketOf(deps, fields.get('pair'))
  const interval = fields.findNumber('interval') ?? 1
  if (!INTERVALS.includes(interval)) throw invalid('interval')
  const length = interval * MINUTE
  const now = clock.now().getTime()
  const since = (fields.findNumber('since') ?? 0) * 1000
  const from = Math.max(since, now - MOST_CANDLES * length)
  const rows = spot
    .historyOf(market)
    .candles(from, now, length)
    .filter(({ at }) => at > since)
    .slice(-MOST_CANDLES)
    .map(({ at, open, high, low, close }) => {
      const prices = [open, high, low, close, close].map((price) => textOf(price, market))
      return [at / 1000, ...prices, '0', 0]
    })
  return { [pairIdOf(market)]: rows, last: Number(rows.at(-2)?.[0] ?? 0) }
}

function textOf(price: number, { tickSize }: Market): string {
  return roundToSize(new Big(price), tickSize).toFixed()
}
