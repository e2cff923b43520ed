import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count } from '../format.ts'
import { button, html, lines, type View } from '../view.ts'

/** The bot has stopped trading; its orders still rest. */
export function pausedView(bot: TradingBot, orders: number): View {
  return {
    kind: 'bot-paused',
    text: lines(
      html`⏸ <b>${bot.name}</b> is paused: it places nothing any more.`,
      html`${count(orders, 'order')} of its own still ${orders === 1 ? 'rests' : 'rest'} on the exchange and may fill.`,
    ),
    keyboard: [
      [
        button('Cancel its orders', `bot:${bot.id}:cancel`),
        button('Leave its orders', `bot:${bot.id}:leave`),
      ],
    ],
  }
}

/** All bots have stopped; what becomes of their orders? */
export function allPausedView(bots: number, orders: number, token: string): View {
  return {
    kind: 'all-bots-paused',
    text: lines(
      html`⏸ ${count(bots, 'bot')} ${bots === 1 ? 'is' : 'are'} paused: nothing new is ordered.`,
      html`${count(orders, 'order')} of theirs still ${orders === 1 ? 'rests' : 'rest'} on the exchange and may fill.`,
    ),
    keyboard: [
      [
        button('Cancel their orders', `bots:cancel:${token}`),
        button('Leave their orders', 'bots:leave'),
      ],
    ],
  }
}
