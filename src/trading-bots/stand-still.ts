import { tell } from '../notices/outbox.ts'
import { commit, type Core } from '../queue/core.ts'
import { moveBot, setWaiting } from './bot-repo.ts'
import type { PauseReason, Shortage, TradingBot } from './trading-bot.ts'

/** Stops a bot that can't go on, and tells its trader why. Its orders stay. */
export async function failBot(
  core: Core,
  { id, userId }: Pick<TradingBot, 'id' | 'userId'>,
  reason: PauseReason,
  shortage?: Shortage,
): Promise<void> {
  await commit(core, async (trx) => {
    const at = core.clock.now()
    const to = { from: ['running'], to: 'failed', at, reason, resting: 'keep', shortage } as const
    if (!(await moveBot(trx, id, to))) return
    await tell(trx, core, {
      userId,
      notice: { kind: 'bot-failed', botId: id },
      id: `bot-failed:${id}:${at.toISOString()}`,
    })
  })
}

/** Notes that a bot waits, and tells its trader once. It goes on by itself. */
export async function letWait(
  core: Core,
  { id, userId, reason: before }: TradingBot,
  reason: 'symbol-halted',
): Promise<void> {
  if (before === reason) return
  await commit(core, async (trx) => {
    const at = core.clock.now()
    if (!(await setWaiting(trx, id, reason))) return
    await tell(trx, core, {
      userId,
      notice: { kind: 'bot-waits', botId: id },
      id: `bot-waits:${id}:${at.toISOString()}`,
    })
  })
}

/** The bot does not wait any more. */
export async function letGoOn(core: Core, { id, reason }: TradingBot): Promise<void> {
  if (reason === undefined) return
  await commit(core, (trx) => setWaiting(trx, id, undefined))
}
