import type { ExchangeError } from '../exchange/exchange-error.ts'
import type { KeyRights } from '../exchange/exchange.ts'
import type { Key, KeyCause } from './key.ts'

/** What one probe of a key found. */
export type Probe =
  | { kind: 'answered'; rights: KeyRights }
  | { kind: 'refused'; error: ExchangeError }
  | { kind: 'unreachable' } // network, maintenance, rate limit, clock: says nothing of the key

/** A change that the trader must hear of. */
export type Transition = 'died' | 'came-back'

export interface Judgement {
  key: Key
  transition?: Transition
  /** Seconds until the confirming probe, while it is suspect. */
  confirmIn?: number
}

/** A suspect key that could not be reached is asked again this soon. */
const SOON_SECONDS = 15

/**
 * The key after a probe. It is dead only once the exchange has refused it for the same cause, in
 * a row, one time more than there are `confirmSeconds` (facts: sporadic -2008 on live keys,
 * ccxt#11045). A refusal before its wait is over counts for nothing: many at once are one.
 */
export function judge(
  key: Key,
  probe: Probe,
  at: Date,
  confirmSeconds: readonly number[],
): Judgement {
  if (probe.kind === 'unreachable') {
    if (key.health !== 'suspect') return { key }
    return { key, confirmIn: Math.max(SOON_SECONDS, secondsLeft(key, at, confirmSeconds)) }
  }
  const cause = causeOf(key, probe)
  const checked = {
    ...key,
    checkedAt: at,
    rights: probe.kind === 'answered' ? probe.rights : key.rights,
  }
  if (cause === undefined) {
    const well = {
      ...checked,
      health: 'healthy' as const,
      cause,
      refusals: 0,
      refusedAt: undefined,
    }
    return key.health === 'dead' ? { key: well, transition: 'came-back' } : { key: well }
  }
  if (key.health === 'dead') return { key: { ...checked, cause } }

  const again = key.health === 'suspect' && key.cause === cause
  const early = again ? secondsLeft(key, at, confirmSeconds) : 0
  if (early > 0) return { key: checked, confirmIn: early }

  const refusals = again ? key.refusals + 1 : 1
  const suspect = { ...checked, health: 'suspect' as const, cause, refusals, refusedAt: at }
  const confirmIn = confirmSeconds[refusals - 1]
  return confirmIn === undefined
    ? { key: { ...suspect, health: 'dead' }, transition: 'died' }
    : { key: suspect, confirmIn }
}

/** Until the next refusal of a suspect key counts. */
function secondsLeft(key: Key, at: Date, confirmSeconds: readonly number[]): number {
  const wait = confirmSeconds[key.refusals - 1] ?? 0
  const since = (at.getTime() - (key.refusedAt ?? at).getTime()) / 1000
  // A clock that was set back must not keep a key suspect for ever.
  return since < 0 ? 0 : Math.max(0, wait - since)
}

function causeOf(key: Key, probe: Exclude<Probe, { kind: 'unreachable' }>): KeyCause | undefined {
  if (probe.kind === 'answered') {
    const lostTrade = !key.watchOnly && probe.rights.trade === false
    if (lostTrade) return 'trade-right-lost'
    return probe.rights.read === false ? 'not-permitted' : undefined
  }
  return probe.error.verdict ?? 'not-permitted'
}
