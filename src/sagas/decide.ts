import { Big } from 'big.js'
import { commit } from '../queue/core.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import {
  changePlan,
  dropExitPositions,
  listExitPositions,
  putExitPositions,
} from './exit-plan-repo.ts'
import { isLoser, isWinner, type Cause, type ExitPlan, type ExitPosition } from './exit-plan.ts'
import type { SeenPosition } from './truth.ts'
import { floorOf } from './valuation.ts'

/**
 * Records what was shown of each position. What is too small to sell, or on a pair that is not listed
 * any more, is kept: there is nothing to decide about it.
 */
export async function recordShown(
  core: KeyCore,
  plan: ExitPlan,
  key: Key,
  shown: readonly SeenPosition[],
  foreignOrders: number | undefined,
): Promise<ExitPlan | undefined> {
  return commit(core, async (trx) => {
    const facts = { ...plan.facts, ...(foreignOrders !== undefined && { foreignOrders }) }
    if (!(await changePlan(trx, plan, { facts, at: core.clock.now() }))) return undefined
    await dropExitPositions(trx, plan.id)
    await putExitPositions(
      trx,
      shown.map((valued) => toExitPosition(plan, key, valued)),
    )
    return { ...plan, facts, version: plan.version + 1 }
  })
}

function toExitPosition(plan: ExitPlan, key: Key, seen: SeenPosition): ExitPosition {
  const { bot, position } = seen
  const estimate = seen.state === 'priced' ? seen.estimate : undefined
  const outcome = outcomeOf(seen)
  return {
    planId: plan.id,
    botId: bot.id,
    symbol: bot.symbol,
    amount: position.amount,
    averageCost: position.averageCost,
    priceShown: estimate?.averagePrice ?? new Big(0),
    worstPrice: estimate?.worstPrice ?? new Big(0),
    profitShown: seen.state === 'priced' ? seen.profit : new Big(0),
    floor: floorOf(seen, key.takerFeeRate),
    decision: outcome === undefined ? undefined : 'keep',
    outcome,
    round: 0,
    cause: CAUSES[seen.state],
    said: undefined,
    notFree: seen.notFree,
  }
}

const CAUSES = {
  priced: undefined,
  paused: 'paused',
  unpriced: 'unpriced',
  gone: 'unlisted',
} as const satisfies Record<SeenPosition['state'], Cause | undefined>

/** Known before anything was tried. */
function outcomeOf(seen: SeenPosition): 'dust' | 'unlisted' | undefined {
  if (seen.state === 'gone') return 'unlisted'
  return seen.sellable ? undefined : 'dust'
}

/** What the trader taps about the positions. */
export type Choice = 'all' | 'winners' | 'none' | { toggle: string }

/** Records decisions. Where there is nothing to decide, positions stay kept. False when the screen was outdated. */
export async function decide(core: KeyCore, plan: ExitPlan, choice: Choice): Promise<boolean> {
  return commit(core, async (trx) => {
    if (plan.status !== 'draft') return false
    if (!(await changePlan(trx, plan, { at: core.clock.now() }))) return false
    const positions = await listExitPositions(trx, plan.id)
    await putExitPositions(
      trx,
      positions.map((position) =>
        position.outcome === undefined
          ? { ...position, decision: decisionOf(position, choice) }
          : position,
      ),
    )
    return true
  })
}

function decisionOf(position: ExitPosition, choice: Choice): 'close' | 'keep' {
  if (choice === 'all') return 'close'
  if (choice === 'none') return 'keep'
  if (choice === 'winners') return isWinner(position) ? 'close' : 'keep'
  if (choice.toggle !== position.botId) return position.decision ?? 'keep'
  return position.decision === 'close' ? 'keep' : 'close'
}

/** Positions that would be closed at a loss: they need a worded yes. */
export function losersToClose(positions: readonly ExitPosition[]): ExitPosition[] {
  return positions.filter((position) => position.decision === 'close' && isLoser(position))
}

/** Records the worded yes to the losses of this version of the plan. False when it was outdated. */
export async function confirmLoss(core: KeyCore, plan: ExitPlan): Promise<boolean> {
  const facts = { ...plan.facts, lossConfirmed: plan.version + 1 }
  if (plan.status !== 'draft') return false
  return commit(core, (trx) => changePlan(trx, plan, { facts, at: core.clock.now() }))
}
