import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { isLive, type Order } from '../trading/order.ts'
import { moveBot } from './bot-repo.ts'
import type { Delisted } from './delisted.ts'
import { positionsOf } from './positions.ts'
import type { TradingBot } from './trading-bot.ts'

/**
 * A bot whose pair the exchange no longer lists stands still, and its trader is told once what that means.
 * One that stood still already keeps its reason, and is told of only if it has coins or orders there.
 */
export async function standOnGonePair(
  core: KeyCore,
  bot: TradingBot,
  unsettled: readonly Order[],
  delisted: Delisted,
): Promise<void> {
  const { id, userId, symbol, status } = bot
  const live = unsettled.filter(isLive)
  // The next tick tells, once it is known what became of them.
  if (status === 'removing' || !delisted.isKnown(live)) return
  if (status !== 'running') {
    if (!delisted.isNews(id) || !(await hasSomething(core, bot, live))) return
  }
  const [orders, stillListed] = [live.length, delisted.stillListed(live)]
  await commit(core, async (trx) => {
    const stop = { from: ['running'], to: 'failed', at: core.clock.now(), resting: 'keep' } as const
    await moveBot(trx, id, { ...stop, reason: 'symbol-delisted' })
    await tell(trx, core, {
      userId,
      notice: { kind: 'pair-gone', botId: id, orders, stillListed },
      id: `pair-gone:${id}:${symbol}`,
    })
  })
}

async function hasSomething(
  { db }: KeyCore,
  bot: TradingBot,
  live: readonly Order[],
): Promise<boolean> {
  if (live.length > 0) return true
  const [held] = await positionsOf(db, [bot])
  return held !== undefined && held.position.amount.gt(0)
}
