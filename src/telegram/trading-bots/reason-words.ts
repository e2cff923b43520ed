import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import type { Words } from '../words.ts'

/** Why a bot does not run, or what it waits for, and what to do; undefined when there is nothing to say. */
export function reasonOf(
  { bots: { reasons, coinsMissing, fundsMissing } }: Words,
  { reason, shortage }: TradingBot,
): string | undefined {
  if (reason === undefined) return undefined
  if (shortage === undefined) return reasons[reason]
  return reason === 'coins-missing' ? coinsMissing(shortage) : fundsMissing(shortage)
}
