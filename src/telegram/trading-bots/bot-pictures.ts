import { Big } from 'big.js'
import type { Candle } from '../../exchange/exchange.ts'
import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { PricePicture, ProfitPicture, Trend } from '../../exports/picture.ts'
import type { ProfitDay } from '../../trading/profit-days.ts'
import type { Fill } from '../../trading/fill-repo.ts'
import { price, signedMoney } from '../format.ts'
import type { Words } from '../words.ts'
import type { BotCard } from './bot-cards.ts'

/** The candles of a picture of the price: how long each is, and how far back they go. */
export const RANGES = {
  day: { timeframe: '15m', seconds: 86_400 },
  week: { timeframe: '2h', seconds: 7 * 86_400 },
} as const

/** What the price did, with the bot's fills and orders on it. There must be a candle. */
export function pricePicture(
  { bots: { picture: w } }: Words,
  { bot, key, position, orders, priceNow }: BotCard,
  range: keyof typeof RANGES,
  candles: readonly Candle[],
  fills: readonly Fill[],
): PricePicture {
  const quote = bot.symbol.split('/')[1] ?? ''
  const first = candles[0]?.open ?? new Big(0)
  const last = priceNow ?? candles.at(-1)?.close ?? first
  return {
    kind: 'price',
    heading: {
      title: bot.name,
      subtitle: w.price(EXCHANGE_FACTS[key.exchange].name, w.ranges[range]),
      figure: `${price(last)} ${quote}`,
      change: percent(first, last),
      trend: trendOf(last.minus(first)),
    },
    candles: candles.map(({ at, open, high, low, close }) => ({
      at: at.getTime(),
      open: open.toNumber(),
      high: high.toNumber(),
      low: low.toNumber(),
      close: close.toNumber(),
    })),
    fills: fills.map((fill) => ({
      at: fill.at.getTime(),
      side: fill.side,
      price: fill.price.toNumber(),
    })),
    orders: orders.map((order) => ({ side: order.side, price: order.price.toNumber() })),
    averageCost: position.amount.gt(0) ? position.averageCost.toNumber() : undefined,
    priceNow: last.toNumber(),
  }
}

/** What the bot has realized, by the day. */
export function profitPicture(
  { bots: { picture: w } }: Words,
  { bot, profit: { inQuote, quote } }: BotCard,
  days: readonly ProfitDay[],
): ProfitPicture {
  return {
    kind: 'profit',
    heading: {
      title: bot.name,
      subtitle: w.since(days[0]?.at ?? bot.createdAt),
      figure: signedMoney(inQuote.realized, quote),
      change: w.today(signedMoney(inQuote.realizedToday, quote)),
      trend: trendOf(inQuote.realizedToday),
    },
    days: days.map(({ at, realized, total }) => ({
      at: at.getTime(),
      realized: realized.toNumber(),
      total: total.toNumber(),
    })),
    quote,
  }
}

function percent(first: Big, last: Big): string {
  if (first.eq(0)) return ''
  const change = last.minus(first).div(first).times(100)
  return `${change.lt(0) ? '' : '+'}${change.toFixed(2)} %`
}

function trendOf(change: Big): Trend {
  return change.eq(0) ? 'flat' : change.gt(0) ? 'up' : 'down'
}
