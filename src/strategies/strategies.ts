import { dcaStrategy } from './dca/dca.ts'
import { gridStrategy } from './grid/grid.ts'
import type { Strategy } from './strategy.ts'

/** Every strategy that a bot can run. */
export const STRATEGIES = {
  grid: gridStrategy,
  dca: dcaStrategy,
} as const satisfies Record<string, Strategy>

export type StrategyId = keyof typeof STRATEGIES

/** Their ids, in the order in which they are offered. */
export const STRATEGY_IDS = Object.keys(STRATEGIES) as StrategyId[]
