import type { Random } from '../../../src/playground/paper-exchange/random.ts'

/** One of them. @throws {RangeError} if there is none. */
export function pick<T>(random: Random, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)]
  if (picked === undefined) throw new RangeError('Cannot pick: there is nothing')
  return picked
}

/** A number from `low` up to, but not including, `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}
