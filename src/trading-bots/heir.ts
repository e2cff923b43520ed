import type { TradingBot } from './trading-bot.ts'

/**
 * The bot with which a bot's settings go on, itself or one that they went on to from there. Undefined
 * once all of those are removed, or when they never moved.
 */
export function heirOf(
  { id }: Pick<TradingBot, 'id'>,
  bots: readonly TradingBot[],
): TradingBot | undefined {
  for (const next of bots.filter(({ movedFrom }) => movedFrom === id)) {
    const heir = next.status === 'removed' ? heirOf(next, bots) : next
    if (heir !== undefined) return heir
  }
  return undefined
}
