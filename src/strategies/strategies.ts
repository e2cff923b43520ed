import { gridStrategy } from './grid.ts'
import type { Strategy, StrategyId } from './strategy.ts'

/** Every strategy that a bot can run. */
export const STRATEGIES: Record<StrategyId, Strategy> = { grid: gridStrategy }
