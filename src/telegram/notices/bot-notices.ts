import { getBot } from '../../trading-bots/bot-repo.ts'
import { hasEnded } from '../../trading-bots/end-bot.ts'
import { positionsOf } from '../../trading-bots/positions.ts'
import type { Deps } from '../deps.ts'
import { exact, signedMoney } from '../format.ts'
import { reasonOf } from '../trading-bots/reason-words.ts'
import { settingsText } from '../trading-bots/settings-text.ts'
import { button, lines, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** Undefined when it comes so late that the bot was removed. */
export async function botEndedOf(
  deps: Deps,
  words: Words,
  botId: string,
): Promise<View | undefined> {
  const { ended: w, show } = words.notices.bots
  const bot = await getBot(deps.db, botId)
  const [held] = await positionsOf(deps.db, [bot])
  const why = reasonOf(words, bot)
  if (!hasEnded(bot) || why === undefined || held === undefined) return undefined
  const [base = '', quote = ''] = bot.symbol.split('/')
  const { amount, realized } = held.position
  return {
    kind: 'bot-ended',
    text: lines(
      w.headline(bot.name, why),
      w.realized(signedMoney(realized, quote)),
      amount.gt(0) ? w.left(`${exact(amount)} ${base}`) : undefined,
      w.next(settingsText(words, bot)),
    ),
    keyboard: [[button(w.newBot, 'newbot'), button(show, `bot:${bot.id}:show`)]],
  }
}
