import { errorFields } from '../lib/log.ts'
import type { Trx } from '../db/schema.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { eraseKey, getKey } from '../keys/key-repo.ts'
import { tell } from '../notices/outbox.ts'
import { commit } from '../queue/core.ts'
import { tellProgress, touchedBy } from './begin-exit.ts'
import { startDeadKey } from './dead-key.ts'
import { endPlan, removeBots, scrubAfterErase, unseenEndsOf } from './exit-finish.ts'
import { changePlan, getPlan } from './exit-plan-repo.ts'
import type { ExitPlan } from './exit-plan.ts'
import { botsOfPlan } from './exit-scope.ts'
import { listHandWork, putHandWork } from './hand-work-repo.ts'
import type { Step } from './saga.ts'
import { endSagaOfKey } from './saga-repo.ts'
import { lastKnown } from './truth.ts'

/** `Erase now, I finish by hand`: the list of what is left to do, then the key is gone. */
export async function eraseNow(core: KeyCore, plan: ExitPlan): Promise<boolean> {
  const key = await getKey(core.db, plan.keyId)
  core.connections.drop(key.id)
  const erased = await commit(core, async (trx) => {
    if (plan.status !== 'draft') return false
    const botIds = new Set((await botsOfPlan(trx, plan)).map((bot) => bot.id))
    const facts = { ...plan.facts, ...(await touchedBy(trx, plan, botIds)) }
    const begun = { status: 'running', facts, at: core.clock.now() } as const
    if (!(await changePlan(trx, plan, begun))) return false
    await endSagaOfKey(trx, key.id, 'dead-key', core.clock.now())
    await leaveByHand(trx, core, { ...plan, facts, version: plan.version + 1 }, key)
    return true
  })
  if (!erased) return false
  try {
    await scrubAfterErase(core, key.id)
  } catch (error) {
    // The key is gone whatever becomes of the log of the database.
    core.log.warn('wal-not-truncated', { key: key.id, ...errorFields(error) })
  }
  return true
}

/** The key died midway, or the trader asked for it: what is left becomes work by hand. */
export const finishByHand: Step<KeyCore> = async (core, { saga }) => {
  const plan = await getPlan(core.db, saga.subjectId)
  const key = await getKey(core.db, plan.keyId)
  if (plan.kind === 'remove') {
    return {
      go: 'done',
      write: async (trx) => {
        await changePlan(trx, plan, { status: 'stopped', at: core.clock.now() })
        await tellProgress(trx, core, plan)
        await endSagaOfKey(trx, key.id, 'remove-bot', core.clock.now())
        await startDeadKey(trx, core, key)
        // The notice of its death is void should the key be back by then.
        await tell(trx, core, {
          userId: plan.userId,
          notice: { kind: 'exit-stopped', planId: plan.id },
          id: `exit-stopped:${plan.id}`,
        })
      },
    }
  }
  core.connections.drop(key.id)
  return {
    go: 'next',
    step: 'scrub',
    write: async (trx) => {
      await leaveByHand(trx, core, plan, key)
      await tellProgress(trx, core, plan)
    },
  }
}

async function leaveByHand(trx: Trx, core: KeyCore, plan: ExitPlan, key: Key): Promise<void> {
  const bots = await botsOfPlan(trx, plan)
  const at = core.clock.now()
  const known = await lastKnown(trx, key, bots, plan.botId)
  // The list that the notice of a dead key brought has the trader's ticks on it.
  const hasList = (await listHandWork(trx, key.id)).length > 0
  if (!hasList) await putHandWork(trx, key, known, at)
  await removeBots(trx, core, bots)
  await eraseKey(trx, key.id, at)
  await endPlan(trx, core, plan, {
    byHand: key.health === 'dead' ? 'dead-key' : 'asked',
    unknownSales: known.unknownSales.map(({ symbol }) => symbol),
    unseenEnds: await unseenEndsOf(trx, key, bots),
  })
}
