import { randomUUID } from 'node:crypto'
import { getKey } from '../keys/key-repo.ts'
import { commit, type Core } from '../queue/core.ts'
import type { Parameters } from '../strategies/strategy.ts'
import { getBot, insertBot, listAllBots } from './bot-repo.ts'
import { newName, whyUnfit, type KeyUnfit } from './create-bot.ts'
import { hasEnded } from './end-bot.ts'
import { heirOf } from './heir.ts'
import type { TradingBot } from './trading-bot.ts'

/** A bot's settings, fitted to the key on which they go on. */
export interface SettingsMove {
  /** The bot they are taken from. */
  botId: string
  keyId: string
  symbol: string
  parameters: Parameters
}

/**
 * Makes a bot of another one's settings, paused: it orders nothing until the trader resumes it. The
 * old one keeps its history, position and orders. However often it is asked, one bot comes of it.
 */
export async function moveSettings(
  core: Core,
  move: SettingsMove,
): Promise<TradingBot | KeyUnfit | 'not-standing'> {
  return commit(core, async (trx) => {
    const old = await getBot(trx, move.botId)
    const heir = heirOf(old, await listAllBots(trx, old.userId))
    if (heir !== undefined) return heir
    if (!stands(old)) return 'not-standing'
    const key = await getKey(trx, move.keyId)
    if (key.userId !== old.userId) throw new RangeError('Cannot move settings: the key is foreign')
    const unfit = whyUnfit(key)
    if (unfit !== undefined) return unfit

    const { userId, strategy } = old
    const { symbol, parameters, keyId } = move
    const bot: TradingBot = {
      id: randomUUID(),
      userId,
      keyId,
      name: await newName(trx, { userId, strategy, symbol }),
      strategy,
      symbol,
      parameters,
      status: 'paused',
      resting: 'keep',
      reason: 'moved',
      movedFrom: old.id,
      createdAt: core.clock.now(),
    }
    await insertBot(trx, bot)
    return bot
  })
}

/** Whether its settings may move: it does not run, no exit works on it, and it has not ended for good. */
export function stands(bot: Pick<TradingBot, 'status' | 'reason'>): boolean {
  const { status } = bot
  return (status === 'paused' || status === 'failed' || status === 'removed') && !hasEnded(bot)
}
