import type { Big } from 'big.js'
import { addSeconds } from '../lib/clock.ts'
import { startOfUtcDay } from '../lib/utc-day.ts'
import { NOTHING, positionOf, type PositionFill, type Tally } from './position.ts'

/** What was realized on one UTC day, and until its end. */
export interface ProfitDay {
  at: Date
  realized: Big
  total: Big
}

const DAY_SECONDS = 86_400

/** Every UTC day from the first fill to `now`, days without a fill too. Fills come oldest first. */
export function profitDays(
  fills: readonly (PositionFill & { at: Date })[],
  symbol: string,
  now: Date,
): ProfitDay[] {
  const [base = '', quote = ''] = symbol.split('/')
  const byDay = Map.groupBy(fills, (fill) => startOfUtcDay(fill.at).getTime())
  const days: ProfitDay[] = []
  let tally: Tally = NOTHING
  const first = startOfUtcDay(fills[0]?.at ?? now)
  for (let at = first; at <= now; at = addSeconds(at, DAY_SECONDS)) {
    const after = positionOf(byDay.get(at.getTime()) ?? [], base, quote, tally)
    days.push({ at, realized: after.realized.minus(tally.realized), total: after.realized })
    tally = after
  }
  return days
}
