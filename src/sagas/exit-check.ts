import { addSeconds } from '../lib/clock.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { tell } from '../notices/outbox.ts'
import type { Unresolved } from '../trading/reconcile.ts'
import type { Exit } from './exit-context.ts'
import { judge } from './exit-judge.ts'
import { lookAtAll, type Refusals } from './exit-look.ts'
import { changePlan, listExitPositions, putExitPositions } from './exit-plan-repo.ts'
import { isPassing, type ExitFacts, type ExitPlan, type ExitPosition } from './exit-plan.ts'
import { askAgainAt, questionId, WATCH_SECONDS } from './exit-question.ts'
import type { StepResult, Write } from './saga.ts'
import { lookAtAccount, type AccountLook } from './settle.ts'

/** Balances may come from a cache: they are looked at again after so long. */
const MISSING_LOOK_SECONDS = 2
/** Longest pause between two looks at orders that are not settled. */
const LONGEST_LOOK_SECONDS = 60

const NONE: Refusals = new Map()

/** Looks at the account again, and concludes from that. `recorded`: what was answered last, as it goes on record. */
export async function checkFlat(
  core: KeyCore,
  exit: Exit,
  recorded?: Promise<readonly Unresolved[]>,
  refusals = NONE,
): Promise<StepResult> {
  return conclude(core, exit, await lookAtAccount(core, exit, recorded), refusals)
}

/**
 * What follows from a look at the account: it is flat, only dust is left, something is still to be sold
 * or to be looked up, or a question has to be asked. What keeps a position from being sold as decided
 * is the trader's to decide; the other positions do not wait for it.
 */
export async function conclude(
  core: KeyCore,
  exit: Exit,
  look: AccountLook,
  refusals = NONE,
): Promise<StepResult> {
  const before = await listExitPositions(core.db, exit.plan.id)
  const looks = await lookAtAll(core, exit, before, look, refusals)
  const after = looks.map((one) => judge(one)).filter((position) => position !== undefined)
  return proceed(core, exit.plan, before, after, look)
}

function proceed(
  core: KeyCore,
  plan: ExitPlan,
  before: readonly ExitPosition[],
  after: readonly ExitPosition[],
  look: AccountLook,
): StepResult {
  const unsettled = [...look.unsettled.keys()]
  const { foreignOrders } = look
  const now = core.clock.now()
  const asked = after.filter(({ outcome }) => outcome === 'asked')
  const isNew = ({ botId, round }: ExitPosition) =>
    !before.some((one) => one.botId === botId && one.round === round)
  const isMissing = after.some(({ outcome }) => outcome === 'missing')
  const facts: ExitFacts = {
    ...plan.facts,
    ...(foreignOrders !== undefined && { foreignOrders }),
    askedAt: asked.some(isNew) ? now.toISOString() : plan.facts.askedAt,
    missingSince: isMissing ? (plan.facts.missingSince ?? now.toISOString()) : undefined,
    heldUp: heldUpSince(plan.facts.heldUp, unsettled, now),
  }
  const write: Write = async (trx) => {
    // What is missing is not so for certain: it stands as it stood.
    await putExitPositions(
      trx,
      after.filter(({ outcome }) => outcome !== 'missing'),
    )
    if (JSON.stringify(facts) !== JSON.stringify(plan.facts)) {
      await changePlan(trx, plan, { facts, at: now })
    }
    for (const { botId, round } of asked) {
      await tell(trx, core, {
        userId: plan.userId,
        notice: { kind: 'exit-question', planId: plan.id, botId, round },
        id: questionId(plan.id, botId, round),
      })
    }
  }

  const isSettled = ({ botId }: ExitPosition) => !unsettled.includes(botId)
  const isUnsold = (one: ExitPosition) => one.decision === 'close' && one.outcome === undefined
  if (after.some((one) => isSettled(one) && isUnsold(one))) {
    return { go: 'next', step: 'cancel', write }
  }
  if (isMissing) {
    return { go: 'wait', until: addSeconds(now, MISSING_LOOK_SECONDS), step: 'check', write }
  }
  const isWithTrader = (botId: string) =>
    after.some((one) => one.botId === botId && isLeftOrAsked(one))
  const waiting = unsettled.filter((botId) => !isWithTrader(botId))
  if (waiting.length > 0) {
    return { go: 'wait', until: lookAgainFor(waiting, facts, now), step: 'cancel', write }
  }
  if (asked.length > 0) {
    const step = unsettled.length > 0 ? 'cancel' : 'check'
    return { go: 'ask', until: nextLookAt(asked, facts, now), step, write }
  }
  return { go: 'next', step: 'finish', write }
}

function isLeftOrAsked({ outcome, cause }: ExitPosition): boolean {
  return outcome === 'left' || (outcome === 'asked' && isPassing(cause))
}

/** Since when each of these bots has been unsettled; undefined when none is. */
function heldUpSince(
  known: ExitFacts['heldUp'],
  unsettled: readonly string[],
  now: Date,
): ExitFacts['heldUp'] {
  if (unsettled.length === 0) return undefined
  return Object.fromEntries(unsettled.map((id) => [id, known?.[id] ?? now.toISOString()]))
}

/** Soon for what has just begun to wait, seldom for what has waited for long. */
function lookAgainFor(botIds: readonly string[], { heldUp }: ExitFacts, now: Date): Date {
  const waits = botIds.map((id) => now.getTime() - new Date(heldUp?.[id] ?? now).getTime())
  const seconds = Math.min(...waits) / 4_000
  return addSeconds(now, Math.min(Math.max(1, seconds), LONGEST_LOOK_SECONDS))
}

/** A cause that may pass is watched; a price waits for its answer, and is asked again after a day. */
function nextLookAt(asked: readonly ExitPosition[], { askedAt }: ExitFacts, now: Date): Date {
  const again = askAgainAt(askedAt === undefined ? now : new Date(askedAt))
  const watched = addSeconds(now, WATCH_SECONDS)
  return asked.some(({ cause }) => isPassing(cause)) && watched < again ? watched : again
}
