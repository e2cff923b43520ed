import type { Trx } from '../db/schema.ts'
import { commit, type Core } from '../queue/core.ts'
import { getBot, listAllBots, moveBot, setResting } from './bot-repo.ts'
import { heirOf } from './heir.ts'
import type { TradingBot } from './trading-bot.ts'

/** Stops a bot's trading at once. Its resting orders are then kept or cancelled by the next tick. */
export async function pauseBot(
  core: Core,
  botId: string,
  resting: TradingBot['resting'] = 'keep',
): Promise<boolean> {
  return commit(core, async (trx) => {
    const paused = await moveBot(trx, botId, {
      from: ['running', 'failed', 'paused'],
      to: 'paused',
      at: core.clock.now(),
      resting,
      reason: 'trader',
    })
    if (paused) await queueTick(trx, core, (await getBot(trx, botId)).keyId)
    return paused
  })
}

/**
 * Pauses a bot because its owner is leaving. One that stands still already keeps its reason, so
 * that `Resume the bots` wakes only what this paused.
 */
export async function pauseForExit(
  core: Core,
  { id, keyId }: Pick<TradingBot, 'id' | 'keyId'>,
  resting: TradingBot['resting'],
): Promise<void> {
  await commit(core, async (trx) => {
    const pause = { to: 'paused', at: core.clock.now(), reason: 'disconnect' } as const
    await moveBot(trx, id, { from: ['running'], ...pause })
    await setResting(trx, id, resting)
    await queueTick(trx, core, keyId)
  })
}

/** Lets a paused or failed bot trade again, unless its settings go on with another bot. */
export async function resumeBot(core: Core, botId: string): Promise<boolean> {
  return commit(core, async (trx) => {
    const bot = await getBot(trx, botId)
    if (heirOf(bot, await listAllBots(trx, bot.userId)) !== undefined) return false
    const at = core.clock.now()
    const resumed = await moveBot(trx, botId, { from: ['paused', 'failed'], to: 'running', at })
    if (resumed) await queueTick(trx, core, bot.keyId)
    return resumed
  })
}

/** Plans a look at everything that a key's bots want; one that is planned for earlier stays. */
export async function queueTick(
  trx: Trx,
  { queue }: Pick<Core, 'queue'>,
  keyId: string,
  at?: Date,
): Promise<void> {
  await queue.wake(trx, { lane: 'tick', id: keyId, serialKey: `key:${keyId}`, ...(at && { at }) })
}
