import { ALICE, BOB } from '../world/scenario.ts'
import { concerned, type LastingTrouble, type StandstillPlan } from './plan.ts'

/** A notice: milliseconds from the start. */
export interface Told {
  userId: string
  kind: string
  at: number
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
  { troubles, bobIsIdle }: StandstillPlan,
  told: readonly Told[],
  operator: string,
): string[] {
  const of = (userId: string, kind: string) =>
    told.filter((one) => one.userId === userId && one.kind === kind)
  const begun = [String(ALICE), String(BOB)].flatMap((userId) => {
    const expected = troubles.flatMap((trouble) => expectation(trouble, Number(userId), bobIsIdle))
    return [
      ...unlike(`${userId}: standstill`, of(userId, 'standstill'), expected),
      ...unlike(
        `${userId}: all clear`,
        of(userId, 'standstill-over'),
        expected.map(({ over }) => ({ from: over, to: over + CLEAR_MS })),
      ),
    ]
  })
  const host = troubles.flatMap((trouble) => {
    const [first] = [ALICE, BOB].flatMap((userId) => expectation(trouble, userId, bobIsIdle))
    return first === undefined ? [] : [first]
  })
  return [...begun, ...unlike('operator', of(operator, 'host-standstill'), host)]
}

/** When a trader must be told of a trouble; nothing where it is none of theirs, or over before. */
function expectation(
  trouble: LastingTrouble,
  userId: number,
  bobIsIdle: boolean,
): { from: number; to: number; over: number }[] {
  if (!concerned(trouble, bobIsIdle).includes(userId)) return []
  const late = userId === BOB && bobIsIdle ? LATE_CHECK_MS : LATE_MS
  if (trouble.to - trouble.from <= late) return []
  return [{ from: trouble.from + late, to: trouble.from + late + SLACK_MS, over: trouble.to }]
}

function unlike(
  what: string,
  told: readonly Told[],
  expected: readonly { from: number; to: number }[],
): string[] {
  const seconds = (ms: number) => Math.round(ms / 1000)
  if (told.length !== expected.length) {
    const times = told.map(({ at }) => seconds(at)).join(', ')
    return [`${what}: told ${told.length} times (${times}) instead of ${expected.length}`]
  }
  return expected.flatMap(({ from, to }, i) => {
    const at = told[i]?.at ?? 0
    return at >= from && at <= to
      ? []
      : [`${what}: told at ${seconds(at)} s, not between ${seconds(from)} and ${seconds(to)} s`]
  })
}
