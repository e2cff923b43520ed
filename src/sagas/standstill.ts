import type { ExchangeId } from '../exchange/exchange-id.ts'
import type { StandstillCause } from '../notices/notice.ts'
import { addSeconds } from '../lib/clock.ts'

/** What a standstill is about: the same trouble of several keys, bots or exits is one. */
export interface Place {
  /** Empty for the operators, who are told of all traders' together. */
  userId: string
  exchange: ExchangeId
  /** The pair; empty when it is the exchange. */
  scope: string
}

/** Work that was due and can't be completed. */
export interface Failing extends Place {
  cause: StandstillCause
  since: Date
  causeSince: Date
  /** Seconds that it may take before it is late. */
  allowed: number
  until?: Date | undefined
}

/** A standstill that was told and is not over. */
export interface Standstill extends Place {
  cause: StandstillCause
  since: Date
}

/** Work is late when it has not been completed so long after it was due. */
export const LATE_SECONDS = 300
/** The check of an idle key may take longer. */
export const LATE_CHECK_SECONDS = 900

/** What is to be told now, and which places have nothing that fails any more. */
export interface Verdict {
  begun: (Standstill & { until?: Date | undefined })[]
  cleared: Place[]
}

/**
 * Compares what fails with what was told. Nothing counts from before `awakeSince`: while the host slept or
 * Undock was down, nobody could have done anything.
 *
 * Another cause at the same place is told only once it has lasted on its own: an outage that answers now
 * with errors and now not at all is one standstill.
 */
export function judgeStandstills(
  failing: readonly Failing[],
  open: readonly Standstill[],
  { now, awakeSince }: { now: Date; awakeSince: Date },
): Verdict {
  const begun = new Map<string, Verdict['begun'][number]>()
  for (const one of failing) {
    const told = open.filter((other) => nameOf(other) === nameOf(one))
    if (told.some(({ cause }) => cause === one.cause)) continue
    const began = later(one.since, awakeSince)
    const counted = told.length === 0 ? began : later(one.causeSince, awakeSince)
    if (addSeconds(counted, one.allowed) > now) continue
    const known = begun.get(nameOf(one))
    if (known !== undefined && known.since <= began) continue
    const { userId, exchange, scope, cause, until } = one
    begun.set(nameOf(one), { userId, exchange, scope, cause, since: began, until })
  }
  const places = new Set(failing.map(nameOf))
  const cleared = new Map(
    open.filter((one) => !places.has(nameOf(one))).map((one) => [nameOf(one), one]),
  )
  return { begun: [...begun.values()], cleared: [...cleared.values()] }
}

/**
 * Since when a pair fails while its exchange answers otherwise, which makes the pair the trouble; undefined
 * while the exchange does not. Right after an outage each pair fails until it is tried again, so that it
 * counts from the first answer, not from the failure. `before` is what it was at the last look.
 */
export function failsAloneSince(
  failing: { since: Date; before: Date | undefined },
  answered: Date | undefined,
  now: Date,
): Date | undefined {
  const lately = addSeconds(now, -LATE_SECONDS)
  if (answered === undefined || answered <= lately || answered <= failing.since) return undefined
  return failing.before ?? answered
}

/** Which place that is, as one text. */
export function nameOf({ userId, exchange, scope }: Place): string {
  return `${userId} ${exchange} ${scope}`
}

/** The same for the operators: without traders, and without their pairs. */
export function forOperators(failing: readonly Failing[]): Failing[] {
  return failing.map((one) => ({ ...one, userId: '', scope: one.scope === '' ? '' : 'pair' }))
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}
