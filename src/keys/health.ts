import type { ExchangeError } from '../exchange/exchange-error.ts'
import type { KeyRights } from '../exchange/exchange.ts'
import { longestHold } from './fleet.ts'
import { UNDOUBTED, type Key, type KeyCause } from './key.ts'

/** What one probe of a key found. */
export type Probe =
  | { kind: 'answered'; rights: KeyRights }
  | { kind: 'refused'; error: ExchangeError }
  /** Network, maintenance, rate limit, clock: says nothing of the key. */
  | { kind: 'unreachable'; retryAt?: Date | undefined; error?: ExchangeError }

/** A change that the trader must hear of. */
export type Transition = 'died' | 'cause-changed' | 'came-back'

export interface Judgement {
  key: Key
  transition?: Transition
  /** Seconds until the confirming probe, while it is suspect. */
  confirmIn?: number
}

/** What a refusal is measured by. */
export interface Doubts {
  /** Waits between the refusals that confirm one another. */
  confirmSeconds: readonly number[]
  /** Others are refused alike at once. */
  isShared: boolean
  /** Somebody is told of that, who may mend it. */
  hasOperator: boolean
}

/** A suspect key that could not be reached is asked again this soon. */
const SOON_SECONDS = 15

/**
 * The key after a probe. It is dead only once the exchange has refused it for the same cause, in
 * a row, one time more than there are `confirmSeconds` (facts: sporadic -2008 on live keys,
 * ccxt#11045). A refusal before its wait is over counts for nothing: many at once are one.
 *
 * While others are refused alike it stays suspect, but not for ever; once they are not any more, it
 * is confirmed anew.
 */
export function judge(key: Key, probe: Probe, at: Date, doubts: Doubts): Judgement {
  if (probe.kind === 'unreachable') {
    if (key.health !== 'suspect') return { key }
    return { key, confirmIn: Math.max(SOON_SECONDS, secondsLeft(key, at, doubts)) }
  }
  const cause = causeOf(key, probe)
  const checked = {
    ...key,
    checkedAt: at,
    rights: probe.kind === 'answered' ? withKnown(probe.rights, key.rights) : key.rights,
  }
  if (cause === undefined) {
    const well = { ...checked, ...UNDOUBTED }
    return key.health === 'dead' ? { key: well, transition: 'came-back' } : { key: well }
  }
  return key.health === 'dead'
    ? judgeDead(checked, cause, at, doubts)
    : judgeRefused(checked, cause, at, doubts)
}

function judgeRefused(key: Key, cause: KeyCause, at: Date, doubts: Doubts): Judgement {
  const { confirmSeconds, isShared, hasOperator } = doubts
  const again = key.health === 'suspect' && key.cause === cause
  const early = again ? secondsLeft(key, at, doubts) : 0
  if (early > 0) return { key, confirmIn: early }

  const enough = confirmSeconds.length + 1
  // Another cause has a beginning of its own: who is refused alike with it is told by that.
  const since = again || key.refusals === 0 ? (key.refusedSince ?? at) : at
  const suspect = {
    ...key,
    health: 'suspect' as const,
    cause,
    refusals: again ? key.refusals + 1 : 1,
    refusedAt: at,
    refusedSince: since,
    held: false,
  }
  if (suspect.refusals < enough) return waiting(suspect, doubts)
  const mayBeHeld = at.getTime() - since.getTime() < longestHold(cause, hasOperator) * 1000
  if (isShared && mayBeHeld) return waiting({ ...suspect, refusals: enough, held: true }, doubts)
  // Whoever recovers last of all must not be called dead for it.
  if (key.held && mayBeHeld) return waiting({ ...suspect, refusals: 1 }, doubts)
  return { key: { ...suspect, health: 'dead' }, transition: 'died' }
}

/** What a dead key is refused for may change: that is told once it is as sure as the first. */
function judgeDead(key: Key, cause: KeyCause, at: Date, doubts: Doubts): Judgement {
  if (cause === key.cause) return { key: { ...key, otherCause: undefined } }
  // Of a fault that all share it says nothing of this key.
  if (doubts.isShared) return { key }
  const again = key.otherCause === cause
  if (again && secondsLeft(key, at, doubts) > 0) return { key }
  const refusals = again ? key.refusals + 1 : 1
  const doubted = { ...key, otherCause: cause, refusals, refusedAt: at }
  if (refusals <= doubts.confirmSeconds.length) return { key: doubted }
  return { key: { ...doubted, cause, otherCause: undefined }, transition: 'cause-changed' }
}

function waiting(key: Key, { confirmSeconds }: Doubts): Judgement {
  return { key, confirmIn: waitAfter(key.refusals, confirmSeconds) }
}

/** After so many refusals; what is held goes on at the pace of the last wait. */
function waitAfter(refusals: number, confirmSeconds: readonly number[]): number {
  return confirmSeconds[refusals - 1] ?? confirmSeconds.at(-1) ?? SOON_SECONDS
}

/** Until the next refusal of a key counts. */
function secondsLeft(
  { refusals, refusedAt }: Key,
  at: Date,
  { confirmSeconds }: Pick<Doubts, 'confirmSeconds'>,
): number {
  const wait = refusals === 0 ? 0 : waitAfter(refusals, confirmSeconds)
  const since = (at.getTime() - (refusedAt ?? at).getTime()) / 1000
  // A clock that was set back must not keep a key suspect for ever.
  return since < 0 ? 0 : Math.max(0, wait - since)
}

/** What a probe leaves open is still as it was last told. */
function withKnown(rights: KeyRights, before: KeyRights): KeyRights {
  const { withdraw = before.withdraw, ipBound = before.ipBound } = rights
  const { createdAt = before.createdAt } = rights
  return { ...rights, withdraw, ipBound, createdAt }
}

/** What speaks against the key; undefined when it is well. */
export function causeOf(
  key: Key,
  probe: Exclude<Probe, { kind: 'unreachable' }>,
): KeyCause | undefined {
  if (probe.kind === 'answered') {
    const lostTrade = !key.watchOnly && probe.rights.trade === false
    if (lostTrade) return 'trade-right-lost'
    return probe.rights.read === false ? 'not-permitted' : undefined
  }
  return probe.error.verdict ?? 'not-permitted'
}
