import type { Key } from '../keys/key.ts'
import { getKey } from '../keys/key-repo.ts'
import type { StrategyId } from '../strategies/strategy.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { commit, type Core } from '../queue/core.ts'
import { findBot, insertBot } from './bot-repo.ts'
import { queueTick } from './pause-bot.ts'
import type { TradingBot } from './trading-bot.ts'

export interface BotRequest {
  /** Made by the caller, so that asking twice makes one bot. */
  id: string
  userId: string
  keyId: string
  strategy: StrategyId
  symbol: string
  parameters: Readonly<Record<string, string>>
}

/** Why no bot can trade on a key. */
export type KeyUnfit = 'watch-only' | 'dead' | 'leaving'

/** Undefined when bots can trade on it, as far as is known. */
export function whyUnfit({ status, health, watchOnly }: Key): KeyUnfit | undefined {
  if (status !== 'linked') return 'leaving'
  if (health === 'dead') return 'dead'
  return watchOnly ? 'watch-only' : undefined
}

/** Records a bot and lets it start with the next tick, unless its key can't carry it any more. */
export async function createBot(core: Core, request: BotRequest): Promise<'created' | KeyUnfit> {
  const bot: TradingBot = {
    ...request,
    name: `${STRATEGIES[request.strategy].name} ${request.symbol}`,
    status: 'running',
    resting: 'keep',
    reason: undefined,
    createdAt: core.clock.now(),
  }
  return commit(core, async (trx) => {
    if ((await findBot(trx, bot.id)) !== undefined) return 'created'
    const unfit = whyUnfit(await getKey(trx, bot.keyId))
    if (unfit !== undefined) return unfit
    await insertBot(trx, bot)
    await queueTick(trx, core, bot.keyId)
    return 'created'
  })
}
