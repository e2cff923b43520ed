import { Big } from 'big.js'
import type { SetupSituation } from '../../strategies/strategy.ts'

/** The market that a bot is made for, as text for the same reason. */
export interface Setup {
  symbol: string
  base: string
  quote: string
  price: string
  free: string
  feeRate: string
  tickSize: string
  stepSize: string
  minAmount: string
  maxAmount: string | undefined
  minCost: string
  /** When it was looked up. */
  at: string
}

/** As text, for a stored dialogue. */
export function toSetup(
  { market, price, free, now }: Omit<SetupSituation, 'feeRate'>,
  feeRate: string,
): Setup {
  return {
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    price: price.toFixed(),
    free: free.toFixed(),
    feeRate,
    tickSize: market.tickSize.toFixed(),
    stepSize: market.stepSize.toFixed(),
    minAmount: market.minAmount.toFixed(),
    maxAmount: market.maxAmount?.toFixed(),
    minCost: market.minCost.toFixed(),
    at: now.toISOString(),
  }
}

/** The same in decimals, for the strategies. */
export function situationOf(setup: Setup): SetupSituation {
  return {
    market: {
      symbol: setup.symbol,
      base: setup.base,
      quote: setup.quote,
      active: true,
      tickSize: new Big(setup.tickSize),
      stepSize: new Big(setup.stepSize),
      minAmount: new Big(setup.minAmount),
      maxAmount: setup.maxAmount === undefined ? undefined : new Big(setup.maxAmount),
      minCost: new Big(setup.minCost),
    },
    price: new Big(setup.price),
    free: new Big(setup.free),
    feeRate: new Big(setup.feeRate),
    now: new Date(setup.at),
  }
}
