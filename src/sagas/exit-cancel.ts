import { isLive } from '../trading/order.ts'
import { cancelOrders } from '../trading/reconcile.ts'
import { exitStep } from './exit-context.ts'
import { unsettledOf } from './settle.ts'

/**
 * Cancels the orders that we placed, one by one by our own ids; those placed by hand stay. What
 * came of it is looked at by the next step, together with what else it has to look at.
 */
export const cancelOurs = exitStep(async (core, exit) => {
  const unsettled = await unsettledOf(core, exit)
  await cancelOrders(core, exit.exchange, unsettled.filter(isLive))
  return { go: 'next', step: 'sell' }
})
