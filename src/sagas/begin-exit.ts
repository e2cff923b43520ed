import type { Trx } from '../db/schema.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { getKey, moveKey } from '../keys/key-repo.ts'
import { tell } from '../notices/outbox.ts'
import { commit, type Core } from '../queue/core.ts'
import { moveBots } from '../trading-bots/bot-repo.ts'
import { listUnsettled } from '../trading/order-repo.ts'
import { isLive } from '../trading/order.ts'
import { losersToClose } from './decide.ts'
import { changePlan, listExitPositions } from './exit-plan-repo.ts'
import type { ExitFacts, ExitPlan } from './exit-plan.ts'
import { botsOfPlan } from './exit-scope.ts'
import { findSagaOfKey, startSaga } from './saga-repo.ts'

export type Begun = 'begun' | 'undecided' | 'busy' | 'outdated' | 'key-dead'

/**
 * `Disconnect now` or `Remove`: from here on the saga acts. Bots stop being ticked in the same
 * commit, so nothing is bought any more.
 */
export async function beginExit(
  core: KeyCore,
  plan: ExitPlan,
  { checkDead }: { checkDead: boolean },
): Promise<Begun> {
  return commit(core, async (trx) => {
    const at = core.clock.now()
    if (plan.status !== 'draft') return 'outdated'
    if ((await getKey(trx, plan.keyId)).health === 'dead') return 'key-dead'
    const positions = await listExitPositions(trx, plan.id)
    if (positions.some(({ decision }) => decision === undefined)) return 'undecided'
    const realizesLoss = losersToClose(positions).length > 0
    if (realizesLoss && plan.facts.lossConfirmed !== plan.version) return 'undecided'
    if ((await findSagaOfKey(trx, plan.keyId)) !== undefined) return 'busy'

    const bots = await botsOfPlan(trx, plan)
    const ids = new Set(bots.map((bot) => bot.id))
    const facts = { ...plan.facts, ...(await touchedBy(trx, plan, ids)) }
    const changed = await changePlan(trx, plan, { status: 'running', checkDead, facts, at })
    if (!changed) return 'outdated'
    if (plan.kind === 'disconnect') {
      await moveKey(trx, plan.keyId, { from: 'linked', to: 'disconnecting', at })
    }
    await moveBots(trx, [...ids], {
      from: ['running', 'paused', 'failed'],
      to: 'removing',
      at,
      resting: 'cancel',
    })
    await startSaga(trx, core, {
      kind: plan.kind === 'disconnect' ? 'disconnect-key' : 'remove-bot',
      userId: plan.userId,
      keyId: plan.keyId,
      subjectId: plan.id,
      step: 'cancel',
    })
    await tellProgress(trx, core, plan)
    return 'begun'
  })
}

/** What a plan is about to end, to tell of it later. */
export async function touchedBy(
  trx: Trx,
  plan: Pick<ExitPlan, 'keyId' | 'botId'>,
  botIds: ReadonlySet<string>,
): Promise<Required<Pick<ExitFacts, 'botIds' | 'orderIds'>>> {
  const live = (await listUnsettled(trx, plan)).filter(isLive)
  return { botIds: [...botIds], orderIds: live.map((order) => order.id) }
}

/** The one message that shows how far an exit is; telling it again edits it. */
export async function tellProgress(
  trx: Trx,
  core: Core,
  plan: Pick<ExitPlan, 'id' | 'userId'>,
): Promise<void> {
  await tell(trx, core, {
    userId: plan.userId,
    notice: { kind: 'exit-progress', planId: plan.id },
    id: `exit-progress:${plan.id}`,
    edited: true,
  })
}
