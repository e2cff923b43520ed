import type { BookSide } from '../../../src/playground/paper-exchange/book.ts'
import { MARKETS, type Market } from '../../../src/playground/paper-exchange/markets.ts'
import type { AnswerDeps } from '../../../src/playground/paper-exchange/rest-dialect.ts'
import type { Fields } from './fields.ts'
import { BybitRefusal } from './refusal.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS

/** Everything that needs no key, by path. */
export const MARKET_ROUTES: Readonly<
  Record<string, (deps: AnswerDeps, fields: Fields) => unknown>
> = {
  '/v5/market/time': time,
  '/v5/market/instruments-info': instruments,
  '/v5/market/tickers': tickers,
  '/v5/market/orderbook': orderBook,
  '/v5/market/kline': klines,
}

function time({ clock }: AnswerDeps) {
  const now = clock.now().getTime()
  return { timeSecond: String(Math.floor(now / 1000)), timeNano: `${now}000000` }
}

function instruments({ spot }: AnswerDeps, fields: Fields) {
  fields.assertSpot()
  const one = fields.findMarket()
  return {
    category: 'spot',
    // Only those that trade are told of.
    list: (one ? [one] : MARKETS)
      .filter((market) => spot.listings.isTrading(market))
      .map(instrumentRow),
  }
}

function instrumentRow({ id, base, quote, tickSize, stepSize, ...market }: Market) {
  return {
    symbol: id,
    baseCoin: base,
    quoteCoin: quote,
    innovation: '0',
    symbolType: '',
    status: 'Trading',
    marginTrading: 'utaOnly',
    stTag: '0',
    lotSizeFilter: {
      basePrecision: stepSize.toFixed(),
      quotePrecision: '0.00000001',
      minOrderQty: market.minAmount.toFixed(),
      maxOrderQty: market.maxAmount.toFixed(),
      minOrderAmt: market.minCost.toFixed(),
      maxOrderAmt: '8000000',
      maxLimitOrderQty: market.maxAmount.toFixed(),
      maxMarketOrderQty: market.maxMarketAmount.toFixed(),
    },
    priceFilter: { tickSize: tickSize.toFixed() },
    riskParameters: { priceLimitRatioX: '0.05', priceLimitRatioY: '0.05' },
  }
}

function tickers(deps: AnswerDeps, fields: Fields) {
  fields.assertSpot()
  const one = fields.findMarket()
  return {
    category: 'spot',
    list: (one ? [one] : MARKETS).map((market) => tickerRow(deps, market)),
  }
}

function tickerRow({ spot, clock }: AnswerDeps, market: Market) {
  const [mid, now] = [spot.midOf(market), clock.now()]
  const { high, low } = spot.historyOf(market).day(now)
  const before = spot.historyOf(market).dayAgo(now)
  const best = (side: BookSide) => spot.bookOf(market).levels(side, mid)[0]
  return {
    symbol: market.id,
    bid1Price: best('bids')?.price.toFixed() ?? '',
    bid1Size: best('bids')?.amount.toFixed() ?? '',
    ask1Price: best('asks')?.price.toFixed() ?? '',
    ask1Size: best('asks')?.amount.toFixed() ?? '',
    lastPrice: mid.toFixed(),
    prevPrice24h: before.toFixed(),
    price24hPcnt: mid.minus(before).div(before).toFixed(4),
    highPrice24h: String(high),
    lowPrice24h: String(low),
    turnover24h: '0',
    volume24h: '0',
    usdIndexPrice: '',
  }
}

function orderBook({ spot, clock }: AnswerDeps, fields: Fields) {
  fields.assertSpot()
  const market = fields.market()
  const limit = fields.limit(1, 200)
  const side = (name: BookSide) =>
    spot
      .bookOf(market)
      .levels(name, spot.midOf(market))
      .slice(0, limit)
      .map(({ price, amount }) => [price.toFixed(), amount.toFixed()])
  const ts = clock.now().getTime()
  return { s: market.id, b: side('bids'), a: side('asks'), ts, u: 1, seq: 1, cts: ts }
}

function klines({ spot, clock }: AnswerDeps, fields: Fields) {
  fields.assertSpot()
  const market = fields.market()
  const length = lengthOf(fields.get('interval'))
  const limit = fields.limit(200, 1000)
  const now = clock.now().getTime()
  const start = fields.findTime('start')
  const end = Math.min(fields.findTime('end') ?? now, now)
  const first =
    start === undefined ? end - (limit - 1) * length : Math.ceil(start / length) * length
  const candles = spot
    .historyOf(market)
    .candles(first, Math.min(end, first + (limit - 1) * length), length)
  const list = candles.toReversed().map(({ at, open, high, low, close }) => [
    String(at),
    ...[open, high, low, close].map((price) => price.toFixed(8)),
    // Volume and turnover.
    '0',
    '0',
  ])
  return { category: 'spot', symbol: market.id, list }
}

function lengthOf(interval: string): number {
  if (interval === 'D') return DAY_MS
  if (!['1', '3', '5', '15', '30', '60', '120', '240', '360', '720'].includes(interval)) {
    throw new BybitRefusal(10001, 'Invalid period!')
  }
  return Number(interval) * MINUTE_MS
}
