import { DIALECTS } from '../adapters/registry.ts'
import type { ExchangeId } from '../exchange-id.ts'
import type { Cost } from './budget.ts'

/** Of each budget half is kept for exits: see RateWindow. */
const ROUTINE_PART = 1 / 2
/** Where bots trade and spend from the same budget, they keep half of what is left. */
const BESIDE_TRADING = 1 / 2

/**
 * How many keys may be asked for their rights in a minute, all that come from our address together, and
 * whether bots trade from there too. Infinity where the exchange counts such requests by key alone.
 */
export function probesAMinute(id: ExchangeId, trading: boolean): number {
  const { budgets, costs } = DIALECTS[id]
  const { rights, ...others } = costs
  const shared = new Set(Object.values(others).flatMap((cost) => partsOf(cost).map(poolOf)))
  const allowed = partsOf(rights).map(({ pool, weight: cost }) => {
    const budget = budgets[pool]
    if (budget?.per !== 'address') return Infinity
    const part = trading && shared.has(pool) ? ROUTINE_PART * BESIDE_TRADING : ROUTINE_PART
    return (budget.weight * part * 60) / (budget.seconds * cost)
  })
  return Math.min(...allowed)
}

function partsOf(cost: Cost): Cost[] {
  return cost.also === undefined ? [cost] : [cost, ...partsOf(cost.also)]
}

function poolOf({ pool }: Cost): string {
  return pool
}
