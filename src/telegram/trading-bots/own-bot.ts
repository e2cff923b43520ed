import { findBot } from '../../trading-bots/bot-repo.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer } from '../screen.ts'

/** The bot, if it is the tapping user's own; otherwise the tap is answered and does nothing. */
export async function ownBot(
  deps: Deps,
  ctx: Ctx,
  id: string | undefined,
): Promise<TradingBot | undefined> {
  const bot = id === undefined ? undefined : await findBot(deps.db, id)
  if (bot !== undefined && bot.userId === userOf(ctx) && bot.status !== 'removed') return bot
  await answer(ctx, ctx.words.bots.gone)
  return undefined
}
