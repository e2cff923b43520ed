import { ALICE, BOB } from '../world/scenario.ts'
import type { Met } from './met.ts'
import { concerned, type LastingTrouble, type StandstillPlan } from './plan.ts'

/** A notice: milliseconds from the start. */
export interface Told {
  userId: string
  kind: string
  cause: string | undefined
  at: number
}

/** What a trouble must lead to; it may also lead to nothing where it ended just about when it was late. */
interface Expected {
  from: number
  to: number
  over: number
  optional: boolean
}

/** Nobody is told before. */
const LATE_MS = 300_000
const LATE_CHECK_MS = 900_000
/** One loop of the bots, one look at what is late, and requests that wait for their answers. */
const SLACK_MS = 180_000
/** What works again is believed after a minute, and looked at after a pause that grows. */
const CLEAR_MS = 15 * 60_000

/** What breaks: a standstill is told in time, once, cleared once, and never to those whose work goes on. */
export function listBroken(
  plan: StandstillPlan,
  { told, met, operator }: { told: readonly Told[]; met: Met; operator: string },
): string[] {
  const once = withoutSecondCauses(plan, told)
  const of = (userId: string, kind: string) =>
    once.filter((one) => one.userId === userId && one.kind === kind)
  const expectedOf = (trader: number) =>
    plan.troubles.flatMap((trouble) => expectation(trouble, trader, { plan, met }))
  const begun = [ALICE, BOB].flatMap((trader) => {
    const expected = expectedOf(trader)
    const over = expected.map((one) => ({ ...one, from: one.over, to: one.over + CLEAR_MS }))
    return [
      ...unlike(`${trader}: standstill`, of(String(trader), 'standstill'), expected),
      ...unlike(`${trader}: all clear`, of(String(trader), 'standstill-over'), over),
    ]
  })
  const host = plan.troubles.flatMap((trouble) => {
    const all = [ALICE, BOB].flatMap((trader) => expectation(trouble, trader, { plan, met }))
    return (
      all.toSorted((a, b) => Number(a.optional) - Number(b.optional) || a.from - b.from)[0] ?? []
    )
  })
  return [...begun, ...unlike('operator', of(operator, 'host-standstill'), host)]
}

/** When a trader must be told of a trouble; nothing where it is none of theirs, or over before. */
function expectation(
  trouble: LastingTrouble,
  trader: number,
  { plan: { bobIsIdle }, met }: { plan: StandstillPlan; met: Met },
): Expected[] {
  if (!concerned(trouble, bobIsIdle).includes(trader)) return []
  // A paused bot's resting orders are still looked after, and only the queue is to blame where they are not.
  const isChecked = trader === BOB && bobIsIdle && trouble.kind !== 'queue'
  const late = isChecked ? LATE_CHECK_MS : LATE_MS
  const began = trouble.symbol === undefined ? trouble.from : met.at(trouble, trader)
  if (began === undefined || trouble.to - began <= late) return []
  const from = began + late
  const optional = trouble.to < from + SLACK_MS
  return [{ from, to: from + SLACK_MS, over: trouble.to, optional }]
}

/** Where answers are cut now and errors then, the other cause may last by chance, and is told as well. */
function withoutSecondCauses({ troubles }: StandstillPlan, told: readonly Told[]): Told[] {
  const mixed = troubles.filter(({ kind }) => kind === 'mixed')
  return told.filter(({ userId, kind, cause, at }, i) => {
    const during = mixed.find(({ from, to }) => at >= from && at < to + SLACK_MS)
    if (during === undefined || cause === undefined) return true
    const before = told
      .slice(0, i)
      .filter((one) => one.userId === userId && one.kind === kind && one.at >= during.from)
    return before.length === 0 || before.some((one) => one.cause === cause)
  })
}

function unlike(what: string, told: readonly Told[], expected: readonly Expected[]): string[] {
  const seconds = (ms: number) => Math.round(ms / 1000)
  const left = [...told]
  const missing = expected.flatMap(({ from, to, optional }) => {
    const i = left.findIndex(({ at }) => at >= from && at <= to)
    if (i !== -1) left.splice(i, 1)
    const isMissing = i === -1 && !optional
    return isMissing ? [`${what}: not told between ${seconds(from)} and ${seconds(to)} s`] : []
  })
  const more = left.map(({ at }) => `${what}: told at ${seconds(at)} s for no reason`)
  return [...missing, ...more]
}
