import type { Db } from '../db/schema.ts'
import type { ExchangeId } from '../exchange/exchange-id.ts'
import { probesAMinute } from '../exchange/rate-limit/probe-pace.ts'
import { addSeconds, type Clock } from '../lib/clock.ts'
import type { CheckTimes } from './key-core.ts'
import type { Key } from './key.ts'
import { countWatched } from './watch-repo.ts'

/** Keys on one exchange, and those of them with a running bot. */
export interface Crowd {
  keys: number
  busy: number
}

/** Seconds between two probes of a key. */
export interface Pace {
  idle: number
  /** For keys with a running bot. */
  busy: number
}

/** Of what an exchange allows, keys with a running bot may take so much: the others must get a turn. */
const BUSY_PART = 0.8
/** Turns that nobody takes are lost: more want one than there are, and the rate limit sends some back. */
const OVERBOOKED = 1.25
/** Who was sent away comes back within so many seconds. */
const BACK_SECONDS = 15
const DAY_SECONDS = 86_400
const COUNTED_MS = 60_000

/** How often so many keys of an exchange may be asked, within what it allows. */
export function paceOf(exchange: ExchangeId, { keys, busy: busyKeys }: Crowd, wished: Pace): Pace {
  const perSecond = (probesAMinute(exchange, busyKeys > 0) / 60) * OVERBOOKED
  const busy = Math.max(wished.busy, busyKeys / (perSecond * BUSY_PART))
  const left = perSecond - busyKeys / busy
  return { idle: Math.max(wished.idle, (keys - busyKeys) / left), busy }
}

/** Counted once a minute: each of thousands of probes asks. */
const counted = new WeakMap<Db, Map<ExchangeId, Crowd & { at: number }>>()

/** How often keys of an exchange are asked now. */
export async function findPace(
  { db, clock, checks }: { db: Db; clock: Pick<Clock, 'now'>; checks: CheckTimes },
  exchange: ExchangeId,
): Promise<Pace> {
  const wished = { idle: checks.idleSeconds, busy: checks.busySeconds }
  if (probesAMinute(exchange, true) === Infinity) return wished
  const known = counted.get(db) ?? new Map<ExchangeId, Crowd & { at: number }>()
  counted.set(db, known)
  const now = clock.now().getTime()
  let crowd = known.get(exchange)
  if (crowd === undefined || Math.abs(now - crowd.at) > COUNTED_MS) {
    crowd = { ...(await countWatched(db, exchange)), at: now }
    known.set(exchange, crowd)
  }
  return paceOf(exchange, crowd, wished)
}

/**
 * When a key is asked next. Each has a moment of its own in every stretch of so many seconds, so that
 * thousands that were asked at once, after a start or an outage, are spread by their next turn. Where
 * the exchange's limit sets the pace, the turns are as far apart as it let them be.
 */
export function nextTurn(id: string, at: Date, seconds: number, wished: number): Date {
  return seconds > wished ? addSeconds(at, seconds) : turnAfter(id, at, seconds)
}

/** When a key is asked that was not asked now, for nothing may be sent before `retryAt`. */
export function turnLost(id: string, retryAt: Date, seconds: number, wished: number): Date {
  return turnAfter(id, retryAt, seconds > wished ? BACK_SECONDS : seconds)
}

/** The key's own moment, at most so many seconds away. */
export function turnAfter(id: string, at: Date, seconds: number): Date {
  const length = seconds * 1000
  const own = partOf(id) * length
  return new Date(Math.ceil((Math.floor((at.getTime() - own) / length) + 1) * length + own))
}

/**
 * Seconds between two probes of a dead key, in case it comes back: fewer as time goes by, yet never
 * none, for a key that lives unseen is one that nobody deletes.
 */
export function deadSeconds(
  { refusedSince }: Pick<Key, 'refusedSince'>,
  at: Date,
  atFirst: number,
): number {
  const seconds = refusedSince === undefined ? 0 : (at.getTime() - refusedSince.getTime()) / 1000
  if (seconds < DAY_SECONDS) return atFirst
  return Math.max(atFirst, seconds < 7 * DAY_SECONDS ? 3_600 : 6 * 3_600)
}

/** A number from 0 up to but not including 1 that is always the same for an id (FNV-1a). */
function partOf(id: string): number {
  let hash = 2_166_136_261
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619)
  return (hash >>> 0) / 2 ** 32
}
