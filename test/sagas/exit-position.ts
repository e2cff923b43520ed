import { Big } from 'big.js'
import type { ExitPosition } from '../../src/sagas/exit-plan.ts'

/** 1 BTC bought at 100, undecided, that would bring 10 if sold. */
export function anExitPosition(overrides: Partial<ExitPosition> = {}): ExitPosition {
  return {
    planId: 'plan-1',
    botId: 'bot-1',
    symbol: 'BTC/USDT',
    amount: new Big(1),
    averageCost: new Big(100),
    priceShown: new Big(110),
    worstPrice: new Big(110),
    profitShown: new Big(10),
    floor: new Big(105),
    decision: undefined,
    outcome: undefined,
    round: 0,
    cause: undefined,
    said: undefined,
    notFree: undefined,
    ...overrides,
  }
}
