import { addSeconds } from '../lib/clock.ts'
import { findOurs, listUnsettled } from '../trading/order-repo.ts'
import type { Order } from '../trading/order.ts'
import { cancelOrder, pullFills, reconcileOrders, voidPlanned } from '../trading/reconcile.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { exitStep, type Exit } from './exit-context.ts'

/** Between two looks at what is not settled yet. */
const LOOK_SECONDS = 1

/**
 * Cancels the orders that we placed, one by one by our own ids; those placed by hand stay. Done
 * only once the exchange itself lists none of ours and every fill is on record.
 */
export const cancelOrders = exitStep(async (core, exit) => {
  const { exchange } = exit
  const before = await unsettledOf(core, exit)
  await voidPlanned(core, before)
  await Promise.all(before.filter(mayRest).map((order) => cancelOrder(core, exchange, order)))

  return (await settleOrders(core, exit))
    ? { then: 'next', step: 'sell' }
    : { then: 'wait', until: addSeconds(core.clock.now(), LOOK_SECONDS) }
})

/** Whether the exchange lists none of our orders, none is of unknown outcome, and all fills are on record. */
export async function settleOrders(core: KeyCore, exit: Exit): Promise<boolean> {
  const { exchange, key } = exit
  const open = await exchange.fetchOpenOrders()
  await reconcileOrders(core, exchange, await unsettledOf(core, exit), open)
  await pullFills(core, exchange, await unsettledOf(core, exit))
  if ((await unsettledOf(core, exit)).length > 0) return false

  const ids = open.map((order) => order.clientOrderId)
  const ours = await findOurs(core.db, key.id, ids)
  // Another bot's orders on the same key stay when just one bot is removed.
  return exit.plan.kind === 'remove' || ours.size === 0
}

async function unsettledOf({ db }: KeyCore, { key, bots }: Exit): Promise<Order[]> {
  const ids = new Set(bots.map((bot) => bot.id))
  return (await listUnsettled(db, { keyId: key.id })).filter(({ botId }) => ids.has(botId))
}

function mayRest({ status }: Order): boolean {
  return status === 'sent' || status === 'open'
}
