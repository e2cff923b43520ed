import { Composer, type Api } from 'grammy'
import { findKey, listKeys } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { commit } from '../../queue/core.ts'
import { findPlan, insertDraft, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import { botsOfPlan } from '../../sagas/exit-scope.ts'
import { answerSaga, findSagaOfKey, listAnswers } from '../../sagas/saga-repo.ts'
import { compareAfterAbsence } from '../../trading-bots/compare-key.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { beginDialogue } from '../dialogues.ts'
import { unsettledOf } from '../keys/compared.ts'
import { ownKey } from '../keys/own-key.ts'
import { noKeysView } from '../keys/keys-views.ts'
import { progressOf, questionOf } from '../notices/exit-notices.ts'
import { answer, show, showNew } from '../screen.ts'
import { ownBot } from '../trading-bots/own-bot.ts'
import { pauseView } from './decision-views.ts'
import { draftFeature } from './draft-feature.ts'
import { exitScreens } from './exit-screens.ts'
import { chooseKeyView, lookingView } from './truth-views.ts'

/** `/disconnect` and `Remove`: everything up to the red button, which only looks, pauses and records; and `Stop`. */
export function disconnectFeature(deps: Deps, api: Api): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const screens = (ctx: Ctx) => exitScreens(deps, ctx.words)
  feature.use(draftFeature(deps, api, screens))

  const begin = async (ctx: Ctx) => {
    await beginDialogue(deps, ctx)
    const keys = await listKeys(deps.db, userOf(ctx))
    const [only, ...others] = keys
    if (only === undefined) await showNew(ctx, noKeysView(ctx.words))
    else if (others.length > 0) await showNew(ctx, chooseKeyView(ctx.words, keys))
    else await startDisconnect(ctx, only)
  }
  feature.command('disconnect', begin)
  feature.callbackQuery('disconnect', async (ctx) => {
    await answer(ctx)
    await begin(ctx)
  })
  feature.callbackQuery(/^dc:key:([\w-]+)$/, async (ctx) => {
    const key = await ownKey(deps, ctx, ctx.match[1])
    if (key === undefined) return
    await answer(ctx)
    await beginDialogue(deps, ctx)
    await startDisconnect(ctx, key)
  })

  feature.callbackQuery(/^bot:([\w-]+):remove$/, async (ctx) => {
    const bot = await ownBot(deps, ctx, ctx.match[1])
    if (bot === undefined) return
    const key = await findKey(deps.db, bot.keyId)
    if (key === undefined) return answer(ctx)
    if (key.health === 'dead') return answer(ctx, ctx.words.disconnect.progress.taps.keyDead, true)
    await answer(ctx)
    await beginDialogue(deps, ctx)
    if ((await showRunning(ctx, key.id)) || (await showUnsettled(ctx, key))) return
    const plan = await open({ userId: bot.userId, keyId: key.id, kind: 'remove', botId: bot.id })
    await show(
      ctx,
      pauseView(ctx.words, await screens(ctx).title(plan), await botsOfPlan(deps.db, plan)),
    )
  })

  feature.callbackQuery(/^x:([\w-]+):stop$/, async (ctx) => {
    const { taps } = ctx.words.disconnect.progress
    const plan = await findPlan(deps.db, ctx.match[1] ?? '')
    if (plan === undefined || plan.userId !== userOf(ctx)) return answer(ctx, taps.ended)
    const saga = await findSagaOfKey(deps.db, plan.keyId)
    if (plan.status !== 'running' || saga?.subjectId !== plan.id) return answer(ctx, taps.ended)
    if ((await listAnswers(deps.db, saga.id)).has('stop')) return answer(ctx, taps.stopping)
    const stop = { name: 'stop', value: 'yes' }
    const isStopping = await commit(deps, (trx) => answerSaga(trx, deps, saga, stop))
    await answer(ctx, isStopping ? taps.stopping : taps.ended)
  })

  async function startDisconnect(ctx: Ctx, key: Key): Promise<void> {
    if ((await showRunning(ctx, key.id)) || (await showUnsettled(ctx, key))) return
    const userId = userOf(ctx)
    const plan = await open({ userId, keyId: key.id, kind: 'disconnect', botId: undefined })
    if (ctx.callbackQuery !== undefined) await show(ctx, lookingView(ctx.words, key))
    await show(ctx, await screens(ctx).truth(plan))
  }

  /** An exit that sells by books in which coins are gone would sell the trader's own. */
  async function showUnsettled(ctx: Ctx, key: Key): Promise<boolean> {
    await compareAfterAbsence(deps, key.id, 'exit')
    const question = await unsettledOf(deps, ctx.words, key)
    if (question === undefined) return false
    await showNew(ctx, question)
    return true
  }

  /** While an exit runs, everything else on that key answers with its progress and open questions. */
  async function showRunning(ctx: Ctx, keyId: string): Promise<boolean> {
    const saga = await findSagaOfKey(deps.db, keyId)
    if (saga === undefined || saga.kind === 'dead-key') return false
    const planId = saga.subjectId
    await showNew(ctx, await progressOf(deps, ctx.words, planId))
    for (const { botId, round, outcome } of await listExitPositions(deps.db, planId)) {
      if (outcome === 'asked')
        await showNew(ctx, await questionOf(deps, ctx.words, { planId, botId, round }))
    }
    return true
  }

  function open(draft: Pick<ExitPlan, 'userId' | 'keyId' | 'kind' | 'botId'>): Promise<ExitPlan> {
    return commit(deps, (trx) => insertDraft(trx, draft, deps.clock.now()))
  }
  return feature
}
