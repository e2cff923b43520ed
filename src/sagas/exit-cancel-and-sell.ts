import type { Trx } from '../db/schema.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { commit } from '../queue/core.ts'
import { isLive } from '../trading/order.ts'
import { recordOutcomes, sendOrders, type Outcome } from '../trading/place-orders.ts'
import { recordCancels, sendCancels, type Cancel, type Unresolved } from '../trading/reconcile.ts'
import { tellProgress } from './begin-exit.ts'
import { checkFlat, conclude } from './exit-check.ts'
import { exitStep, type Exit } from './exit-context.ts'
import { wordsOf, type Refusals } from './exit-look.ts'
import { listExitPositions } from './exit-plan-repo.ts'
import { planSales } from './exit-sales.ts'
import { listAnswers } from './saga-repo.ts'
import { unsettledOf } from './compare-orders.ts'
import { lookAtAccount } from './settle.ts'

/**
 * Cancels the orders that we placed, one by one by our own ids (those placed by hand stay), and sells
 * what was decided, each position by a limit order that fills at once or cancels (IOC) at its floor:
 * the exchange itself keeps the promise. Before a position is sold the exchange must have said that none
 * of its bot's orders is open, and of each sale that a crash cut off, what came of it. A position whose
 * orders are not settled holds up no other one.
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

  const look = await lookAtAccount(core, exit, cancelled)
  const settled = closing.filter(({ botId }) => !look.unsettled.has(botId))
  const sales = await planSales(core, exit, settled, look.account)
  if (sales.length === 0) return conclude(core, exit, look)
  const outcomes = await sendOrders(core, exchange, sales, (trx) => maySend(exit, trx))
  const recorded = recordOutcomes(core, outcomes).then(() => [])
  return checkFlat(core, exit, recorded, refusalsIn(outcomes))
})

async function recordCancelled(
  core: KeyCore,
  { exchange, plan }: Exit,
  cancels: readonly Cancel[],
): Promise<Unresolved[]> {
  if (cancels.length === 0) return []
  const unresolved = await recordCancels(core, exchange, cancels)
  await commit(core, (trx) => tellProgress(trx, core, plan))
  return unresolved
}

function refusalsIn(outcomes: readonly Outcome[]): Refusals {
  return new Map(
    outcomes.flatMap(({ order, error }) => {
      const words = error instanceof ExchangeError ? wordsOf(error) : undefined
      return words === undefined ? [] : [[order.botId, words] as const]
    }),
  )
}

/** What a `Stop` finds unsent stays unsent, and so does what a newer run of this saga took over. */
async function maySend({ run }: Exit, trx: Trx): Promise<boolean> {
  const answers = await listAnswers(trx, run.saga.id)
  return !answers.has('stop') && !answers.has('erase') && run.owned(trx)
}
