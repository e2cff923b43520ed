import type { Picture, PictureCandle } from '../exports/picture.ts'
import { day, signedMoney } from '../telegram/format.ts'
import type { Candle } from './candles.ts'
import { percentOf, type Figures } from './figures.ts'
import type { Outcome } from './run.ts'

/** More candles than that would be thinner than a pixel. */
const MOST_CANDLES = 120

/** What the price did, with the bot's fills, its cost at the end and what it has resting. */
export function pictureOf(
  { bot, fills, resting }: Outcome,
  { money, realized, unrealized, position }: Figures,
  candles: readonly Candle[],
): Picture {
  const quote = bot.symbol.split('/')[1] ?? ''
  const [first, last] = [candles[0], candles.at(-1)]
  const all = realized.plus(unrealized)
  const percent = percentOf(all, money)
  return {
    kind: 'price',
    heading: {
      title: bot.name,
      subtitle: `${first ? day(first.at) : ''} to ${last ? day(last.at) : ''} (UTC)`,
      figure: signedMoney(all, quote),
      change: `${percent.gt(0) ? '+' : ''}${percent.toFixed(2)} %`,
      trend: all.eq(0) ? 'flat' : all.gt(0) ? 'up' : 'down',
    },
    candles: inParts(candles).map(toPictureCandle),
    fills: fills.map((fill) => ({
      at: fill.at.getTime(),
      side: fill.side,
      price: fill.price.toNumber(),
    })),
    orders: resting.map((order) => ({ side: order.side, price: order.price.toNumber() })),
    averageCost: position.amount.gt(0) ? position.averageCost.toNumber() : undefined,
    priceNow: last?.close.toNumber() ?? 0,
  }
}

function inParts(candles: readonly Candle[]): Candle[][] {
  const size = Math.ceil(candles.length / MOST_CANDLES)
  return Array.from({ length: Math.ceil(candles.length / size) }, (_, i) =>
    candles.slice(i * size, (i + 1) * size),
  )
}

function toPictureCandle(part: readonly Candle[]): PictureCandle {
  return {
    at: part[0]?.at.getTime() ?? 0,
    open: part[0]?.open.toNumber() ?? 0,
    high: Math.max(...part.map(({ high }) => high.toNumber())),
    low: Math.min(...part.map(({ low }) => low.toNumber())),
    close: part.at(-1)?.close.toNumber() ?? 0,
  }
}
