import { Big } from 'big.js'
import {
  MARKETS,
  roundToSize,
  type Market,
} from '../../../src/playground/paper-exchange/markets.ts'
import type { RouteDeps } from '../../../src/playground/paper-exchange/route.ts'
import { instrument } from './instruments.ts'
import { OkxRefusal } from './refusal.ts'
import {
  findMarketOf,
  findNumber,
  getMarketOf,
  instIdOf,
  limitOf,
  type Params,
  type Routes,
} from './route.ts'
import { timeOf } from './wire.ts'

const HOUR = 3_600_000
const BARS: Readonly<Record<string, number>> = {
  '1m': HOUR / 60,
  '15m': HOUR / 4,
  '1H': HOUR,
  '2H': 2 * HOUR,
  '4H': 4 * HOUR,
  '1Dutc': 24 * HOUR,
}
const KEPT_CANDLES = 1_440

/** What everyone may read, without a key. */
export const publicRoutes: Routes = {
  'GET /api/v5/public/time': {
    permission: 'none',
    limit: 10,
    rule: 'IP',
    answer: ({ clock }) => [{ ts: timeOf(clock.now()) }],
  },
  'GET /api/v5/public/instruments': {
    permission: 'none',
    limit: 20,
    rule: 'IP',
    answer: (deps, params) => marketsOf(params).map((market) => instrument(deps, market)),
  },
  'GET /api/v5/market/tickers': {
    permission: 'none',
    limit: 20,
    rule: 'IP',
    answer: (deps, params) => marketsOf(params).map((market) => ticker(deps, market)),
  },
  'GET /api/v5/market/books': { permission: 'none', limit: 40, rule: 'IP', answer: book },
  'GET /api/v5/market/candles': { permission: 'none', limit: 40, rule: 'IP', answer: candles },
}

function marketsOf(params: Params): readonly Market[] {
  const { instType } = params
  if (instType === undefined || instType === '') {
    throw new OkxRefusal('50014', 'Parameter instType can not be empty.', 400)
  }
  const one = findMarketOf(params)
  return instType === 'SPOT' ? (one ? [one] : MARKETS) : []
}

function ticker({ spot, clock }: RouteDeps, market: Market) {
  const [mid, now] = [spot.midOf(market), clock.now()]
  const { open, high, low } = spot.historyOf(market).day(now)
  const [bid, ask] = [
    spot.bookOf(market).levels('bids', mid)[0],
    spot.bookOf(market).levels('asks', mid)[0],
  ]
  return {
    instType: 'SPOT',
    instId: instIdOf(market),
    last: mid.toFixed(),
    lastSz: market.stepSize.toFixed(),
    askPx: ask?.price.toFixed() ?? '',
    askSz: ask?.amount.toFixed() ?? '0',
    bidPx: bid?.price.toFixed() ?? '',
    bidSz: bid?.amount.toFixed() ?? '0',
    open24h: textOf(open, market),
    high24h: textOf(high, market),
    low24h: textOf(low, market),
    volCcy24h: '0',
    vol24h: '0',
    ts: timeOf(now),
    sodUtc0: textOf(open, market),
    sodUtc8: textOf(open, market),
  }
}

function book({ spot, clock }: RouteDeps, params: Params) {
  const market = getMarketOf(params)
  const size = findNumber(params, 'sz') ?? 1
  const side = (name: 'asks' | 'bids') =>
    spot
      .bookOf(market)
      .levels(name, spot.midOf(market))
      .slice(0, size)
      .map(({ price, amount }) => [price.toFixed(), amount.toFixed(), '0', '1'])
  return [{ asks: side('asks'), bids: side('bids'), ts: timeOf(clock.now()) }]
}

/** Newest first, between `before` and `after`, both left out. */
function candles({ spot, clock }: RouteDeps, params: Params) {
  const market = getMarketOf(params)
  const length = BARS[params['bar'] ?? '1m']
  if (length === undefined) throw new OkxRefusal('51000', 'Parameter bar error', 400)
  const limit = limitOf(params, 100, 300)
  const now = clock.now().getTime()
  const before = findNumber(params, 'before') ?? 0
  const after = findNumber(params, 'after') ?? Infinity
  const oldest = now - KEPT_CANDLES * length
  return spot
    .historyOf(market)
    .candles(Math.max(before, oldest), Math.min(now, after), length)
    .filter(({ at }) => at > before && at < after)
    .toReversed()
    .slice(0, limit)
    .map(({ at, open, high, low, close }) => {
      const prices = [open, high, low, close].map((price) => textOf(price, market))
      return [String(at), ...prices, '0', '0', '0', at + length > now ? '0' : '1']
    })
}

function textOf(price: number, { tickSize }: Market): string {
  return roundToSize(new Big(price), tickSize).toFixed()
}
