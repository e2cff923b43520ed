import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { button, lines, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** The bot has stopped trading; its orders still rest. */
export function pausedView({ bots }: Words, bot: TradingBot, orders: number): View {
  const { paused: w } = bots
  return {
    kind: 'bot-paused',
    text: lines(w.one(bot.name), w.ofOne(orders)),
    keyboard: [
      [button(w.cancelIts, `bot:${bot.id}:cancel`), button(w.leaveIts, `bot:${bot.id}:leave`)],
    ],
  }
}

/** All bots have stopped; what becomes of their orders? */
export function allPausedView(
  { bots: { paused: w } }: Words,
  bots: number,
  orders: number,
  token: string,
): View {
  return {
    kind: 'all-bots-paused',
    text: lines(w.all(bots), w.ofAll(orders)),
    keyboard: [[button(w.cancelTheir, `bots:cancel:${token}`), button(w.leaveTheir, 'bots:leave')]],
  }
}
