import type { Trx } from '../db/schema.ts'
import { tell } from '../notices/outbox.ts'
import { commit, type Core } from '../queue/core.ts'
import type { Order } from '../trading/order.ts'
import { followsOneEndedElsewhere, listUntold, markTold } from '../trading/surprise-repo.ts'
import { apart } from './apart.ts'
import { getBot, moveBot } from './bot-repo.ts'
import type { TickTrouble, TickTroubles } from './tick-trouble.ts'

/**
 * Tells what befell a key's orders without us, in one notice per bot. A bot of which the same order
 * is cancelled at the exchange twice in a row is stopped: somebody there does not want that order.
 */
export async function tellChanges(core: Core, keyId: string): Promise<TickTroubles> {
  const untold = await listUntold(core.db, keyId)
  const troubles: TickTrouble[] = []
  for (const [botId, [first]] of Map.groupBy(untold, (order) => order.botId)) {
    const of = { botId, symbol: first?.symbol ?? '' }
    const tellOfBot = () => commit(core, (trx) => tellOf(trx, core, { keyId, botId }))
    troubles.push(...(await apart(core, of, tellOfBot)))
  }
  return troubles
}

async function tellOf(
  trx: Trx,
  core: Core,
  { keyId, botId }: Pick<Order, 'keyId' | 'botId'>,
): Promise<void> {
  const bot = await getBot(trx, botId)
  // An exit tells of it in its own words.
  if (bot.status === 'removing') return
  const orders = await listUntold(trx, keyId, botId)
  const orderIds = orders.map((order) => order.id)
  const [first] = orderIds
  if (first === undefined) return
  await markTold(trx, orderIds)
  if (bot.status === 'removed') return

  const at = core.clock.now()
  if (await wasUnwantedTwice(trx, orders)) {
    const stop = { from: ['running'], to: 'failed', at, resting: 'keep' } as const
    await moveBot(trx, botId, { ...stop, reason: 'orders-cancelled' })
  }
  await tell(trx, core, {
    userId: bot.userId,
    notice: { kind: 'orders-changed', botId, orderIds },
    id: `orders-changed:${first}:${at.toISOString()}`,
  })
}

async function wasUnwantedTwice(trx: Trx, orders: readonly Order[]): Promise<boolean> {
  for (const order of orders) {
    if (order.reason === 'elsewhere' && (await followsOneEndedElsewhere(trx, order))) return true
  }
  return false
}
