import { getBot } from '../../trading-bots/bot-repo.ts'
import { hasEnded } from '../../trading-bots/end-bot.ts'
import { positionsOf } from '../../trading-bots/positions.ts'
import type { Deps } from '../deps.ts'
import { exact, signedMoney } from '../format.ts'
import { reasonOf } from '../trading-bots/reason-words.ts'
import { settingsText } from '../trading-bots/settings-text.ts'
import { button, html, lines, type View } from '../view.ts'

/** Undefined when it comes so late that the bot was removed. */
export async function botEndedOf(deps: Deps, botId: string): Promise<View | undefined> {
  const bot = await getBot(deps.db, botId)
  const [held] = await positionsOf(deps.db, [bot])
  const why = reasonOf(bot)
  if (!hasEnded(bot) || why === undefined || held === undefined) return undefined
  const [base = '', quote = ''] = bot.symbol.split('/')
  const { amount, realized } = held.position
  return {
    kind: 'bot-ended',
    text: lines(
      html`⏹ <b>${bot.name} has ended</b>: ${why}.`,
      html`In all it realized ${signedMoney(realized, quote)}.`,
      amount.gt(0)
        ? html`It is left with ${exact(amount)} ${base}, too little for the exchange to sell.`
        : undefined,
      html`It orders nothing any more. To go on, make a new bot with the same numbers: ${settingsText(bot)}.`,
    ),
    keyboard: [[button('New bot', 'newbot'), button('Show the bot', `bot:${bot.id}:show`)]],
  }
}
