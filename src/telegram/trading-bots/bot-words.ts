import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { price } from '../format.ts'
import { html, type Html } from '../view.ts'
import type { BotCard } from './bot-cards.ts'

/** What becomes of the orders of a bot that does not run; empty where there is nothing to say. */
export function restingWords({ bot, orders }: BotCard): string {
  if (orders.length === 0 || bot.status === 'running') return ''
  if (bot.resting === 'cancel' || bot.status === 'removing') return ' (being cancelled)'
  return bot.resting === 'cancel-buys'
    ? ' (buys are being cancelled, sells may still fill)'
    : ' (they may still fill)'
}

/** Its orders nearest to the price. */
export function nextOrders({ orders, bot }: BotCard): Html | undefined {
  const quote = bot.symbol.split('/')[1] ?? ''
  const buys = orders.filter(({ side }) => side === 'buy').toSorted((a, b) => b.price.cmp(a.price))
  const sells = orders
    .filter(({ side }) => side === 'sell')
    .toSorted((a, b) => a.price.cmp(b.price))
  const [buy] = buys
  const [sell] = sells
  if (buy === undefined && sell === undefined) return undefined
  const parts = [
    buy && `buys at ${price(buy.price)} ${quote}`,
    sell && `sells at ${price(sell.price)} ${quote}`,
  ]
  return html`Next: ${parts.filter((part) => part !== undefined).join(', ')}`
}

export function mayResume({ status }: TradingBot): boolean {
  return status === 'paused' || status === 'failed'
}

/** Its state as a sign. */
export function mark({ status }: TradingBot): string {
  return { running: '🟢', paused: '⏸', failed: '🔴', removing: '⏳', removed: '▫️' }[status]
}

export function stateWords({ status }: TradingBot): string {
  return {
    running: 'running',
    paused: 'paused',
    failed: 'stopped by itself',
    removing: 'being removed',
    removed: 'removed',
  }[status]
}
