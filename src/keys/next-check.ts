import { addSeconds } from '../lib/clock.ts'
import type { Doubts, Judgement, Probe } from './health.ts'
import type { KeyCore } from './key-core.ts'
import { deadSeconds, nextTurn, turnLost, type Pace } from './pace.ts'

/** A dead key is asked less often, in case it comes back. */
const DEAD_FACTOR = 3

/** How a key is watched now. */
export interface Watch {
  /** A bot runs on it: it is asked more often, and judged sooner. */
  busy: boolean
  pace: Pace
  doubts: Doubts
}

/** When a key is asked again after a probe. */
export function nextCheck(
  { clock, checks }: KeyCore,
  { key, confirmIn }: Judgement,
  probe: Probe,
  { busy, pace, doubts }: Watch,
): Date {
  const now = clock.now()
  const closedUntil = probe.kind === 'unreachable' ? (probe.retryAt ?? now) : now
  const from = closedUntil > now ? closedUntil : now
  if (confirmIn !== undefined) {
    const confirm = addSeconds(now, confirmIn)
    return confirm > from ? confirm : from
  }
  if (key.health === 'dead') {
    const atFirst = Math.max(pace.idle * DEAD_FACTOR, doubts.confirmSeconds.at(-1) ?? 0)
    const seconds = deadSeconds(key, now, atFirst)
    return nextTurn(key.id, from, seconds, seconds)
  }
  const [seconds, wished] = busy ? [pace.busy, checks.busySeconds] : [pace.idle, checks.idleSeconds]
  return from > now
    ? turnLost(key.id, from, seconds, wished)
    : nextTurn(key.id, now, seconds, wished)
}
