import type { Trx } from '../db/schema.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { commit } from '../queue/core.ts'
import { isLive } from '../trading/order.ts'
import { recordOutcomes, sendOrders } from '../trading/place-orders.ts'
import { recordCancels, sendCancels, throwFirst, type Cancel } from '../trading/reconcile.ts'
import { tellProgress } from './begin-exit.ts'
import { checkFlat } from './exit-check.ts'
import { exitStep, type Exit } from './exit-context.ts'
import { listExitPositions } from './exit-plan-repo.ts'
import { planSales } from './exit-sales.ts'
import { listAnswers } from './saga-repo.ts'
import { lookAgainAt, lookAtAccount, unsettledOf } from './settle.ts'

/**
 * Cancels the orders that we placed, one by one by our own ids (those placed by hand stay), and sells
 * what was decided, each position by a limit order that fills at once or cancels (IOC) at its floor:
 * the exchange itself keeps the promise. Before the first sale the exchange must have said that none
 * of our orders is open, and of each sale that a crash cut off, what came of it.
 *
 * Four round trips: cancel, look, sell, look. What is answered goes on record while the next look is
 * on its way.
 */
export const cancelAndSell = exitStep(async (core, exit) => {
  const { exchange } = exit
  const closing = (await listExitPositions(core.db, exit.plan.id)).filter(
    ({ decision, outcome }) => decision === 'close' && outcome === undefined,
  )
  const live = (await unsettledOf(core, exit)).filter(isLive)
  const cancelled = recordCancelled(core, exit, await sendCancels(core, exchange, live))
  if (closing.length === 0) return checkFlat(core, exit, cancelled)

  const account = await lookAtAccount(core, exit, cancelled)
  if (account === undefined) return { go: 'wait', until: lookAgainAt(core) }
  const sales = await planSales(core, exit, closing, account)
  const outcomes = await sendOrders(core, exchange, sales, (trx) => maySend(exit, trx))
  return checkFlat(core, exit, recordOutcomes(core, outcomes))
})

async function recordCancelled(
  core: KeyCore,
  { exchange, plan }: Exit,
  cancels: readonly Cancel[],
): Promise<void> {
  if (cancels.length === 0) return
  throwFirst(await recordCancels(core, exchange, cancels))
  await commit(core, (trx) => tellProgress(trx, core, plan))
}

/** What a `Stop` finds unsent stays unsent, and so does what a newer run of this saga took over. */
async function maySend({ run }: Exit, trx: Trx): Promise<boolean> {
  const answers = await listAnswers(trx, run.saga.id)
  return !answers.has('stop') && !answers.has('erase') && run.owned(trx)
}
