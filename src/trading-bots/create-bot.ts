import type { StrategyId } from '../strategies/strategy.ts'
import { STRATEGIES } from '../strategies/strategies.ts'
import { commit, type Core } from '../queue/core.ts'
import { insertBot } from './bot-repo.ts'
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

/** Records a bot and lets it start with the next tick. */
export async function createBot(core: Core, request: BotRequest): Promise<TradingBot> {
  const bot: TradingBot = {
    ...request,
    name: `${STRATEGIES[request.strategy].name} ${request.symbol}`,
    status: 'running',
    resting: 'keep',
    reason: undefined,
    createdAt: core.clock.now(),
  }
  await commit(core, async (trx) => {
    await insertBot(trx, bot)
    await queueTick(trx, core, bot.keyId)
  })
  return bot
}
