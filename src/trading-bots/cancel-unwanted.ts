import { addSeconds } from '../lib/clock.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { KeyErased } from '../keys/connections.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { findKey } from '../keys/key-repo.ts'
import { listLeftOrders } from '../trading/left-order-repo.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import { isLive, type Order } from '../trading/order.ts'
import { cancelOrders } from '../trading/reconcile.ts'
import { listBotsOfKey } from './bot-repo.ts'
import { isUnwanted } from './plan-bot.ts'
import type { TradingBot } from './trading-bot.ts'

/** An order whose cancel gets no answer is left to the bot's own tick for so long. */
const RETRY_SECONDS = 60

/**
 * Returns what cancels the resting orders of paused bots whose traders want them cancelled. It uses the half
 * of the rate limit that is kept for exits: stopping must work when trading floods. What fails here, the tick
 * of the key tries again.
 */
export function createCancelUnwanted(core: KeyCore): (keyId: string) => Promise<void> {
  const triedAt = new Map<string, Date>()
  const due = (orders: readonly Order[]): Order[] => {
    const now = core.clock.now()
    for (const [id, at] of triedAt) if (at < addSeconds(now, -RETRY_SECONDS)) triedAt.delete(id)
    const some = orders.filter(({ id }) => !triedAt.has(id))
    for (const { id } of some) triedAt.set(id, now)
    return some
  }
  return async (keyId) => {
    const key = await findKey(core.db, keyId)
    if (key?.status !== 'linked' || key.health !== 'healthy') return
    const orders = due(await listUnwanted(core, keyId))
    if (orders.length === 0) return
    try {
      await cancelOrders(core, await core.connections.open(keyId, 'exit'), orders)
    } catch (error) {
      if (!(error instanceof ExchangeError || error instanceof KeyErased)) throw error
      core.log.warn('cancel-put-off', { key: keyId, code: error.name })
    }
  }
}

async function listUnwanted({ db }: KeyCore, keyId: string): Promise<Order[]> {
  const bots = await listBotsOfKey(db, keyId)
  const stopped = bots.filter(({ status, resting }) => status !== 'running' && resting !== 'keep')
  if (stopped.length === 0) return []
  const unsettled = (await listUnsettled(db, { keyId })).filter(isLive)
  const unwanted = stopped.flatMap((bot) =>
    unsettled.filter((order) => order.botId === bot.id && isUnwanted(bot, order)),
  )
  return isLeaving(bots) ? [...unwanted, ...(await listLeftBuys(db, keyId))] : unwanted
}

/** Whether a trader has stopped all bots to leave: nothing is to be bought any more. */
function isLeaving(bots: readonly TradingBot[]): boolean {
  const stands = bots.every(({ status, resting }) => status !== 'running' && resting !== 'keep')
  return stands && bots.some(({ reason }) => reason === 'disconnect')
}

async function listLeftBuys(db: KeyCore['db'], keyId: string): Promise<Order[]> {
  return (await listLeftOrders(db, keyId)).filter(({ side }) => side === 'buy')
}
