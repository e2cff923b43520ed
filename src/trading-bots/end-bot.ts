import { tell } from '../notices/outbox.ts'
import { commit, type Core } from '../queue/core.ts'
import type { EndReason } from '../strategies/strategy.ts'
import { moveBot } from './bot-repo.ts'
import type { TradingBot } from './trading-bot.ts'

/** Pauses a bot whose strategy has sold all and is done, and tells its trader once. */
export async function endBot(
  core: Core,
  { id, userId }: Pick<TradingBot, 'id' | 'userId'>,
  reason: EndReason,
): Promise<void> {
  await commit(core, async (trx) => {
    const at = core.clock.now()
    const pause = { from: ['running'], to: 'paused', at, reason, resting: 'cancel' } as const
    if (!(await moveBot(trx, id, pause))) return
    await tell(trx, core, {
      userId,
      notice: { kind: 'bot-ended', botId: id },
      id: `bot-ended:${id}:${at.toISOString()}`,
    })
  })
}

/** Whether its strategy is done: it would end again at once if it ran. */
export function hasEnded({ status, reason }: Pick<TradingBot, 'status' | 'reason'>): boolean {
  return status === 'paused' && (reason === 'take-profit' || reason === 'stop-loss')
}
