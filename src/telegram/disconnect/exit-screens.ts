import { getKey } from '../../keys/key-repo.ts'
import { losersToClose, recordShown } from '../../sagas/decide.ts'
import { getPlan, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import { botsOfPlan } from '../../sagas/exit-scope.ts'
import { listHandWork } from '../../sagas/hand-work-repo.ts'
import { lookAt, type LastKnown, type Truth } from '../../sagas/truth.ts'
import { getBot } from '../../trading-bots/bot-repo.ts'
import { listUnsettled } from '../../trading/order-repo.ts'
import { isLive } from '../../trading/order.ts'
import { issueButton, type Action } from '../button-repo.ts'
import type { Deps } from '../deps.ts'
import type { View } from '../view.ts'
import type { Words } from '../words.ts'
import { checklistView } from './checklist-view.ts'
import { lossView, planView, positionsView, type PlanTitle } from './decision-views.ts'
import { byHandView, lastKnownView, liveView, type Known } from './truth-views.ts'

/** The screens of an exit, each made from the database and a fresh look. */
export interface ExitScreens {
  truth(plan: ExitPlan): Promise<View>
  byHand(plan: ExitPlan): Promise<View>
  /** A fresh look at the positions; straight to the plan when there is nothing to decide. */
  positions(planId: string): Promise<View>
  checklist(planId: string, page?: number): Promise<View>
  /** After the decisions: a loss is asked about first. */
  decided(planId: string): Promise<View>
  plan(planId: string): Promise<View>
  title(plan: ExitPlan): Promise<PlanTitle>
}

/** Screens that look at the exchange or issue one-time buttons. */
export function exitScreens(deps: Deps, words: Words): ExitScreens {
  const look = async (plan: ExitPlan): Promise<Truth> => {
    const key = await getKey(deps.db, plan.keyId)
    return lookAt(deps, key, await botsOfPlan(deps.db, plan), plan.botId)
  }
  const issue = (plan: ExitPlan, action: Action) =>
    issueButton(deps, {
      userId: plan.userId,
      action,
      subjectId: plan.id,
      subjectVersion: plan.version,
    })

  const screens: ExitScreens = {
    async truth(plan) {
      const truth = await look(plan)
      if (!truth.live) return lastKnown(plan, truth, 'truth')
      return liveView(words, plan, await getKey(deps.db, plan.keyId), truth)
    },

    async byHand(plan) {
      const truth = await look(plan)
      const known = truth.live ? toKnown(truth) : truth
      const work = await listHandWork(deps.db, plan.keyId)
      return byHandView(words, await screens.title(plan), known, work, await issue(plan, 'erase'))
    },

    async positions(planId) {
      const plan = await getPlan(deps.db, planId)
      const key = await getKey(deps.db, plan.keyId)
      const truth = await look(plan)
      if (!truth.live) return lastKnown(plan, truth, 'positions')

      const shown = await recordShown(deps, plan, key, truth.positions, truth.foreignOrders)
      const positions = await listExitPositions(deps.db, planId)
      if (!positions.some(({ decision }) => decision === undefined)) return screens.plan(planId)
      return positionsView(words, await screens.title(shown ?? plan), positions)
    },

    async checklist(planId, page = 1) {
      const plan = await getPlan(deps.db, planId)
      return checklistView(words, await screens.title(plan), await choosable(planId), page)
    },

    async decided(planId) {
      const plan = await getPlan(deps.db, planId)
      const losers = losersToClose(await listExitPositions(deps.db, planId))
      if (losers.length === 0) return screens.plan(planId)
      return lossView(words, await screens.title(plan), losers, await issue(plan, 'realize'))
    },

    async plan(planId) {
      const plan = await getPlan(deps.db, planId)
      const bots = await botsOfPlan(deps.db, plan)
      const orders = (await listUnsettled(deps.db, plan)).filter(isLive).length
      const positions = await listExitPositions(deps.db, planId)
      return planView(
        words,
        await screens.title(plan),
        { orders, bots: bots.length, positions },
        { go: await issue(plan, 'exit'), goAndCheck: await issue(plan, 'exit-check') },
      )
    },

    async title(plan) {
      const name =
        plan.botId === undefined
          ? (await getKey(deps.db, plan.keyId)).label
          : (await getBot(deps.db, plan.botId)).name
      return { plan, name }
    },
  }

  const lastKnown = async (plan: ExitPlan, known: LastKnown, again: 'truth' | 'positions') =>
    lastKnownView(words, await screens.title(plan), {
      known,
      again,
      key: await getKey(deps.db, plan.keyId),
      work: await listHandWork(deps.db, plan.keyId),
      now: deps.clock.now(),
    })
  const choosable = async (planId: string) =>
    (await listExitPositions(deps.db, planId)).filter(({ outcome }) => outcome === undefined)
  return screens
}

function toKnown({ bots, orders, positions }: Extract<Truth, { live: true }>): Known {
  return { bots, orders, positions }
}
