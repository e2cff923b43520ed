import { Big } from 'big.js'
import type { CcxtCandle, CcxtClient } from '../ccxt/ccxt-client.ts'
import type { Candle, Timeframe } from '../exchange.ts'

const MOST = 200
/** As many as every exchange gives at once. */
const MOST_HOURS = 300
const TWO_HOURS_MS = 2 * 3_600_000

interface Wanted {
  symbol: string
  timeframe: Timeframe
  since: Date
}

/** Candles oldest first; where an exchange has none of two hours, made of those of one. */
export async function fetchCandles(
  client: CcxtClient,
  { symbol, timeframe, since }: Wanted,
  mergesHours = false,
): Promise<Candle[]> {
  if (timeframe !== '2h' || !mergesHours) {
    return (await client.fetchOHLCV(symbol, timeframe, since.getTime(), MOST)).map(toCandle)
  }
  // A stretch that began before it would lack its first hour.
  const first = Math.ceil(since.getTime() / TWO_HOURS_MS) * TWO_HOURS_MS
  const hours = await client.fetchOHLCV(symbol, '1h', first, MOST_HOURS)
  return [...Map.groupBy(hours.map(toCandle), startOf)].map(([at, parts]) => merge(at, parts))
}

function startOf({ at }: Candle): number {
  return Math.floor(at.getTime() / TWO_HOURS_MS) * TWO_HOURS_MS
}

function merge(at: number, parts: readonly Candle[]): Candle {
  const [first, last] = [parts[0], parts.at(-1)]
  if (!first || !last) throw new RangeError('Cannot merge candles: there are none')
  return parts.reduce(
    (all, { high, low }) => ({
      ...all,
      high: high.gt(all.high) ? high : all.high,
      low: low.lt(all.low) ? low : all.low,
    }),
    { ...first, at: new Date(at), close: last.close },
  )
}

function toCandle([at, open, high, low, close]: CcxtCandle): Candle {
  return {
    at: new Date(at),
    open: new Big(open),
    high: new Big(high),
    low: new Big(low),
    close: new Big(close),
  }
}
