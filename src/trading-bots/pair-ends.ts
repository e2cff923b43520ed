import type { Market } from '../exchange/market.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import type { TradingBot } from './trading-bot.ts'

/**
 * Tells the traders of these bots once that the exchange ends trading of their pair on an announced day.
 * Nothing else changes until then. `told` holds what this process has told already.
 */
export async function tellPairEnds(
  core: KeyCore,
  bots: readonly TradingBot[],
  markets: ReadonlyMap<string, Market>,
  told: Set<string>,
): Promise<void> {
  for (const { id: botId, userId, symbol, status } of bots) {
    const endsAt = markets.get(symbol)?.endsAt
    if (endsAt === undefined || endsAt <= core.clock.now() || status === 'removing') continue
    const id = `pair-ends:${botId}:${symbol}:${endsAt.toISOString()}`
    if (told.has(id)) continue
    const notice = { kind: 'pair-ends', botId, endsAt: endsAt.toISOString() } as const
    await commit(core, (trx) => tell(trx, core, { userId, notice, id }))
    told.add(id)
  }
}
