import { listAllBots } from '../../trading-bots/bot-repo.ts'
import { heirOf } from '../../trading-bots/heir.ts'
import { stands } from '../../trading-bots/move-settings.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Deps } from '../deps.ts'
import { fitKeys } from './fit-keys.ts'

/** Whether a bot's settings may move to another key of its trader, or go on with another bot already. */
export type MoveState = 'none' | 'may' | { heir: Pick<TradingBot, 'name'> }

export async function moveStateOf(deps: Deps, bot: TradingBot): Promise<MoveState> {
  const heir = heirOf(bot, await listAllBots(deps.db, bot.userId))
  if (heir !== undefined) return { heir }
  if (!stands(bot)) return 'none'
  const keys = await fitKeys(deps, bot.userId)
  return keys.some(({ id }) => id !== bot.keyId) ? 'may' : 'none'
}
