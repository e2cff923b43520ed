import { exact, moment } from '../format.ts'
import { button, html, lines, type View } from '../view.ts'
import type { BotCard } from './bot-cards.ts'
import { mark, mayResume, nextOrders, stateWords } from './bot-words.ts'
import { profitInShort } from './profit-words.ts'

/** What can be drawn of a bot. */
export type BotPicture = 'day' | 'week' | 'profit'

/** A bot's card under a picture: short, so that both fit on a phone. */
export function pictureView(card: BotCard, shown: BotPicture): View {
  const { bot, position, profit, asOf } = card
  const base = bot.symbol.split('/')[0] ?? ''
  const one = (label: string, which: BotPicture) =>
    button(which === shown ? `· ${label} ·` : label, `bot:${bot.id}:${which}`)
  return {
    kind: 'bot-picture',
    text: lines(
      html`${mark(bot)} <b>${bot.name}</b> · ${stateWords(bot)}`,
      html`Profit: ${profitInShort(profit)}`,
      position.amount.gt(0) ? html`Holds ${exact(position.amount)} ${base}` : undefined,
      nextOrders(card),
      html`As of ${moment(asOf)}`,
    ),
    keyboard: [
      [one('Day', 'day'), one('Week', 'week'), one('Profit', 'profit')],
      bot.status === 'running' ? [button('Pause', `bot:${bot.id}:pause`)] : [],
      mayResume(bot) ? [button('Resume', `bot:${bot.id}:go`, 'success')] : [],
      [button('↻ Reload', `bot:${bot.id}:${shown}`), button('‹ Card', `bot:${bot.id}:show`)],
    ].filter((row) => row.length > 0),
  }
}
