import { EXCHANGE_FACTS } from '../exchange/adapters/registry.ts'
import type { EndTold, Key } from './key.ts'

const DAY_MS = 86_400_000
/** So many days before its end a key is spoken of. */
const WARNINGS = [1, 3, 7, 14]
/** Exchanges that count in whole days name an end that wanders by up to a day with each answer. */
const SAME_END_MS = 2 * DAY_MS

/** When a key ends. */
export interface KeyEnd {
  at: Date
  /** By the exchange's rule for keys that are not bound to addresses; it names no day itself. */
  byRule: boolean
}

/** Undefined where nobody knows of an end. */
export function endOf({ exchange, rights }: Pick<Key, 'exchange' | 'rights'>): KeyEnd | undefined {
  if (rights.expiresAt !== undefined) return { at: rights.expiresAt, byRule: false }
  const { unboundDays } = EXCHANGE_FACTS[exchange]
  if (unboundDays === undefined || rights.ipBound !== false) return undefined
  if (rights.createdAt === undefined) return undefined
  return { at: new Date(rights.createdAt.getTime() + unboundDays * DAY_MS), byRule: true }
}

/**
 * The warning that is due, if any: 14, 7, 3 and 1 days before the end, each once; of several that
 * have passed unsaid only the nearest.
 */
export function endToTell(key: Key, now: Date): EndTold | undefined {
  const at = endOf(key)?.at
  if (at === undefined || key.health !== 'healthy' || key.status !== 'linked') return undefined
  const left = (at.getTime() - now.getTime()) / DAY_MS
  const days = WARNINGS.find((warning) => left <= warning)
  if (days === undefined || left <= 0) return undefined
  const { endTold: told } = key
  const isSameEnd = told !== undefined && Math.abs(told.at.getTime() - at.getTime()) <= SAME_END_MS
  return isSameEnd && told.days <= days ? undefined : { at, days }
}
