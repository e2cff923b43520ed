import type { Db } from '../db/schema.ts'
import { findBot, listBotsOfKey } from '../trading-bots/bot-repo.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import type { ExitPlan } from './exit-plan.ts'

/** The bots that a plan is about: all of the key's, or the one to remove. Removed ones are left out. */
export async function botsOfPlan(
  db: Db,
  plan: Pick<ExitPlan, 'keyId' | 'botId'>,
): Promise<TradingBot[]> {
  if (plan.botId === undefined) return listBotsOfKey(db, plan.keyId)
  const bot = await findBot(db, plan.botId)
  return bot === undefined || bot.status === 'removed' ? [] : [bot]
}
