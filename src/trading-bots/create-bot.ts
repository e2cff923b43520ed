import type { Trx } from '../db/schema.ts'
import type { Key } from '../keys/key.ts'
import { getKey } from '../keys/key-repo.ts'
import { STRATEGIES, type StrategyId } from '../strategies/strategies.ts'
import { commit, type Core } from '../queue/core.ts'
import { findBot, insertBot, listAllBots } from './bot-repo.ts'
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
export async function createBot(core: Core, request: BotRequest): Promise<TradingBot | KeyUnfit> {
  return commit(core, (trx) => createBotIn(trx, core, request))
}

/** The same as a part of what else is to be recorded with it. */
export async function createBotIn(
  trx: Trx,
  core: Core,
  request: BotRequest,
): Promise<TradingBot | KeyUnfit> {
  const there = await findBot(trx, request.id)
  if (there !== undefined) return there
  const unfit = whyUnfit(await getKey(trx, request.keyId))
  if (unfit !== undefined) return unfit
  const bot: TradingBot = {
    ...request,
    name: await newName(trx, request),
    status: 'running',
    resting: 'keep',
    reason: undefined,
    createdAt: core.clock.now(),
  }
  await insertBot(trx, bot)
  await queueTick(trx, core, bot.keyId)
  return bot
}

/** `Grid BTC/USDT`, and `Grid BTC/USDT 2` for the next of the same: history is told apart by it. */
export async function newName(
  trx: Trx,
  { userId, strategy, symbol }: Pick<BotRequest, 'userId' | 'strategy' | 'symbol'>,
): Promise<string> {
  const name = `${STRATEGIES[strategy].name} ${symbol}`
  const taken = new Set((await listAllBots(trx, userId)).map((bot) => bot.name))
  if (!taken.has(name)) return name
  let number = 2
  while (taken.has(`${name} ${number}`)) number += 1
  return `${name} ${number}`
}
