import { Big } from 'big.js'
import { roundToSize, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import { products } from './products.ts'
import { invalid } from './refusal.ts'
import { getMarketOf, productIdOf, type Asked, type CoinbaseDeps, type Routes } from './route.ts'

const MINUTE = 60_000
const LENGTHS: Readonly<Record<string, number>> = {
  ONE_MINUTE: MINUTE,
  FIVE_MINUTE: 5 * MINUTE,
  FIFTEEN_MINUTE: 15 * MINUTE,
  THIRTY_MINUTE: 30 * MINUTE,
  ONE_HOUR: 60 * MINUTE,
  TWO_HOUR: 120 * MINUTE,
  SIX_HOUR: 360 * MINUTE,
  ONE_DAY: 1_440 * MINUTE,
}
const MOST_CANDLES = 350
const MARKET = '/api/v3/brokerage/market'

/** What everyone may read, without a key. */
export const publicRoutes: Routes = {
  // The time is told by two of Coinbase's APIs; this is the one that ccxt asks.
  'GET /v2/time': {
    scope: 'none',
    answer: ({ clock }) => ({
      data: { iso: clock.now().toISOString(), epoch: Math.floor(clock.now().getTime() / 1000) },
    }),
  },
  'GET /api/v3/brokerage/time': {
    scope: 'none',
    answer: ({ clock }) => ({
      iso: clock.now().toISOString(),
      epochSeconds: String(Math.floor(clock.now().getTime() / 1000)),
      epochMillis: String(clock.now().getTime()),
    }),
  },
  [`GET ${MARKET}/products`]: { scope: 'none', answer: products },
  [`GET ${MARKET}/product_book`]: { scope: 'none', answer: book },
  [`GET ${MARKET}/products/*/candles`]: { scope: 'none', answer: candles },
}

function book(deps: CoinbaseDeps, { fields }: Asked) {
  const { spot, clock } = deps
  const market = getMarketOf(deps, fields.find('product_id'))
  const mid = spot.midOf(market)
  const side = (name: 'asks' | 'bids') =>
    spot
      .bookOf(market)
      .levels(name, mid)
      .slice(0, fields.findNumber('limit') ?? 50)
      .map(({ price, amount }) => ({ price: price.toFixed(), size: amount.toFixed() }))
  return {
    pricebook: {
      product_id: productIdOf(market),
      bids: side('bids'),
      asks: side('asks'),
      time: clock.now().toISOString(),
    },
    last: mid.toFixed(),
    mid_market: mid.toFixed(),
  }
}

/** From `start` to `end`, the newest first. */
function candles(deps: CoinbaseDeps, { fields, id }: Asked) {
  const { spot, clock } = deps
  const market = getMarketOf(deps, id)
  const length = LENGTHS[fields.find('granularity') ?? '']
  const [start, end] = [fields.findNumber('start'), fields.findNumber('end')]
  if (length === undefined || start === undefined || end === undefined) {
    throw invalid('start, end and granularity are required')
  }
  if ((end - start) * 1000 > MOST_CANDLES * length) {
    throw invalid(
      `start and end argument is invalid - number of candles requested should be less than ${MOST_CANDLES}`,
    )
  }
  const until = Math.min(end * 1000, clock.now().getTime())
  const rows = spot
    .historyOf(market)
    .candles(start * 1000, until, length)
    .filter(({ at }) => at >= start * 1000)
    .toReversed()
    .map(({ at, open, high, low, close }) => ({
      start: String(at / 1000),
      low: textOf(low, market),
      high: textOf(high, market),
      open: textOf(open, market),
      close: textOf(close, market),
      volume: '0',
    }))
  return { candles: rows }
}

function textOf(price: number, { tickSize }: Market): string {
  return roundToSize(new Big(price), tickSize).toFixed()
}
