import { addSeconds } from '../lib/clock.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { tell } from '../notices/outbox.ts'
import type { Exit } from './exit-context.ts'
import { judge, lookAtAll } from './exit-judge.ts'
import { changePlan, listExitPositions, putExitPositions } from './exit-plan-repo.ts'
import type { ExitPlan, ExitPosition } from './exit-plan.ts'
import { askAgainAt, questionId } from './exit-question.ts'
import type { StepResult } from './saga.ts'
import { lookAgainAt, lookAtAccount } from './settle.ts'

/** Balances are served from a cache: coins are called missing when they still are after so long. */
const MISSING_SECONDS = 10

/**
 * Looks again until the account is flat, only dust is left, or a question has to be asked: what the
 * floor did not let through, and what grew by a late fill, is the trader's to decide. `recorded`:
 * what was answered last, as it goes on record.
 */
export async function checkFlat(
  core: KeyCore,
  exit: Exit,
  recorded?: Promise<void>,
): Promise<StepResult> {
  const account = await lookAtAccount(core, exit, recorded)
  if (account === undefined) return { go: 'wait', until: lookAgainAt(core), step: 'cancel' }

  const before = await listExitPositions(core.db, exit.plan.id)
  const after = (await lookAtAll(core, exit, before, account)).map((look) => judge(exit, look))
  return proceed(
    core,
    exit.plan,
    before,
    after.filter((position) => position !== undefined),
  )
}

function proceed(
  core: KeyCore,
  plan: ExitPlan,
  before: readonly ExitPosition[],
  after: readonly ExitPosition[],
): StepResult {
  const now = core.clock.now()
  const missingSince = isMissing(after) ? (plan.facts.missingSince ?? now.toISOString()) : undefined
  if (missingSince !== undefined && now < addSeconds(new Date(missingSince), MISSING_SECONDS)) {
    const facts = { ...plan.facts, missingSince }
    const write: StepResult['write'] = async (trx) => {
      await changePlan(trx, plan, { facts, at: now })
    }
    return { go: 'wait', until: addSeconds(now, MISSING_SECONDS / 5), step: 'check', write }
  }

  const asked = after.filter(({ outcome }) => outcome === 'asked')
  const askedNow = asked.some(
    ({ botId, round }) => !before.some((one) => one.botId === botId && one.round === round),
  )
  const askedAt = askedNow ? now.toISOString() : plan.facts.askedAt
  const unsold = after.some((p) => p.decision === 'close' && p.outcome === undefined)
  const write: StepResult['write'] = async (trx) => {
    await putExitPositions(trx, after)
    const missingAt = missingSince === undefined ? undefined : now.toISOString()
    const { facts } = plan
    if (askedAt !== facts.askedAt || missingAt !== facts.missingAt) {
      await changePlan(trx, plan, {
        facts: { ...facts, askedAt, missingSince, missingAt },
        at: now,
      })
    }
    for (const { botId, round } of asked) {
      await tell(trx, core, {
        userId: plan.userId,
        notice: { kind: 'exit-question', planId: plan.id, botId, round },
        id: questionId(plan.id, botId, round),
      })
    }
  }
  if (unsold) return { go: 'next', step: 'cancel', write }
  if (asked.length > 0) {
    const until = askAgainAt(askedAt === undefined ? now : new Date(askedAt))
    return { go: 'ask', until, step: 'check', write }
  }
  return { go: 'next', step: 'finish', write }
}

/** Coins that were missing a while ago may be back: an exit that was held up looks again before it says so. */
export function sawMissingLongAgo({ facts }: Pick<ExitPlan, 'facts'>, now: Date): boolean {
  const { missingAt } = facts
  return missingAt !== undefined && now > addSeconds(new Date(missingAt), MISSING_SECONDS)
}

function isMissing(positions: readonly ExitPosition[]): boolean {
  return positions.some(({ outcome }) => outcome === 'missing')
}
