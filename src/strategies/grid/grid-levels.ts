import { Big } from 'big.js'
import { roundDownTo } from '../../exchange/market.ts'
import { divideDown, wholeDown } from '../../lib/divide.ts'
import { rootOf } from '../../lib/root.ts'

/** What levels are made of: `gridCount` grids lie between `gridCount + 1` levels. */
export interface Range {
  lower: Big
  upper: Big
  gridCount: number
  /** Levels equally far apart in price (`arithmetic`) or in percent (`geometric`). */
  spacing: 'arithmetic' | 'geometric'
}

/** How far under a tick a level may come out that lies on it: rounding must not take it one down. */
const NEARLY = new Big('1e-6')

/** Levels that were asked for lately: the same bots ask again at every look, and roots are slow. */
const known = new Map<string, readonly Big[]>()
const KEPT = 1_000

/** Prices from `lower` to `upper`, each rounded down to the tick, lowest first. */
export function gridLevels(range: Range, tickSize: Big): readonly Big[] {
  const { lower, upper, gridCount, spacing } = range
  const name = [lower, upper, tickSize].map((one) => one.toFixed()).join() + spacing + gridCount
  const found = known.get(name)
  if (found !== undefined) return found

  const levels = (spacing === 'geometric' ? geometricLevels : arithmeticLevels)(range, tickSize)
  if (known.size >= KEPT) known.clear()
  known.set(name, levels)
  return levels
}

/** The same distance in price between all levels. */
function arithmeticLevels(
  { lower, upper, gridCount }: Omit<Range, 'spacing'>,
  tickSize: Big,
): Big[] {
  const bottom = roundDownTo(tickSize, lower)
  const range = roundDownTo(tickSize, upper).minus(bottom)
  const divisor = tickSize.times(gridCount)
  return Array.from({ length: gridCount + 1 }, (_, i) =>
    bottom.plus(wholeDown(range.times(i), divisor).times(tickSize)),
  )
}

/** The same distance in percent: level i is lower × (upper / lower)^(i / gridCount). */
function geometricLevels({ lower, upper, gridCount }: Range, tickSize: Big): Big[] {
  const bottom = roundDownTo(tickSize, lower)
  const top = roundDownTo(tickSize, upper)
  if (bottom.lte(0) || top.lte(bottom))
    return arithmeticLevels({ lower, upper, gridCount }, tickSize)

  const ratio = rootOf(divideDown(top, bottom), gridCount)
  let price = bottom
  return Array.from({ length: gridCount + 1 }, (_, i) => {
    if (i === gridCount) return top
    const level = roundDownTo(tickSize, price.plus(tickSize.times(NEARLY)))
    price = price.times(ratio).round(24)
    return level
  })
}
