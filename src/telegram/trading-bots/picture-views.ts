import { exact } from '../format.ts'
import { button, lines, type View } from '../view.ts'
import type { Words } from '../words.ts'
import type { BotCard } from './bot-cards.ts'
import { mark, mayResume, nextOrders } from './bot-words.ts'
import { profitInShort } from './profit-words.ts'

/** What can be drawn of a bot. */
export type BotPicture = 'day' | 'week' | 'profit'

/** A bot's card under a picture: short, so that both fit on a phone. */
export function pictureView(words: Words, card: BotCard, shown: BotPicture): View {
  const { bot, position, profit, asOf } = card
  const { picture: w, states, buttons, asOf: asOfLine } = words.bots
  const base = bot.symbol.split('/')[0] ?? ''
  const one = (label: string, which: BotPicture) =>
    button(which === shown ? `· ${label} ·` : label, `bot:${bot.id}:${which}`)
  return {
    kind: 'bot-picture',
    text: lines(
      w.title(mark(bot), bot.name, states[bot.status]),
      w.profit(profitInShort(words, profit)),
      position.amount.gt(0) ? w.holds(`${exact(position.amount)} ${base}`) : undefined,
      nextOrders(words, card),
      asOfLine(asOf),
    ),
    keyboard: [
      [one(buttons.day, 'day'), one(buttons.week, 'week'), one(buttons.profit, 'profit')],
      bot.status === 'running' ? [button(buttons.pause, `bot:${bot.id}:pause`)] : [],
      mayResume(bot) ? [button(buttons.resume, `bot:${bot.id}:go`, 'success')] : [],
      [
        button(buttons.reload, `bot:${bot.id}:${shown}`),
        button(buttons.backToCard, `bot:${bot.id}:show`),
      ],
    ].filter((row) => row.length > 0),
  }
}
