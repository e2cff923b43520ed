import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { price } from '../format.ts'
import type { Html } from '../view.ts'
import type { Words } from '../words.ts'
import type { BotCard } from './bot-cards.ts'

/** What becomes of the orders of a bot that does not run; empty where there is nothing to say. */
export function restingWords({ bots: { card: w } }: Words, { bot, orders }: BotCard): string {
  if (orders.length === 0 || bot.status === 'running') return ''
  if (bot.resting === 'cancel' || bot.status === 'removing') return w.cancelling
  return bot.resting === 'cancel-buys' ? w.cancellingBuys : w.mayFill
}

/** Its orders nearest to the price. */
export function nextOrders({ bots }: Words, { orders, bot }: BotCard): Html | undefined {
  const quote = bot.symbol.split('/')[1] ?? ''
  const buys = orders.filter(({ side }) => side === 'buy').toSorted((a, b) => b.price.cmp(a.price))
  const sells = orders
    .filter(({ side }) => side === 'sell')
    .toSorted((a, b) => a.price.cmp(b.price))
  const [buy] = buys
  const [sell] = sells
  if (buy === undefined && sell === undefined) return undefined
  return bots.next(buy && `${price(buy.price)} ${quote}`, sell && `${price(sell.price)} ${quote}`)
}

export function mayResume({ status }: TradingBot): boolean {
  return status === 'paused' || status === 'failed'
}

/** Its state as a sign. */
export function mark({ status }: TradingBot): string {
  return { running: '🟢', paused: '⏸', failed: '🔴', removing: '⏳', removed: '▫️' }[status]
}
