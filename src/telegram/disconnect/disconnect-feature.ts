import { Composer, type Api } from 'grammy'
import { findKey, listKeys } from '../../keys/key-repo.ts'
import type { Key } from '../../keys/key.ts'
import { commit } from '../../queue/core.ts'
import { decide, type Choice } from '../../sagas/decide.ts'
import { changePlan, findPlan, insertDraft, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import { botsOfPlan } from '../../sagas/exit-scope.ts'
import { answerSaga, findSagaOfKey } from '../../sagas/saga-repo.ts'
import { pauseBot } from '../../trading-bots/pause-bot.ts'
import { listBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { beginDialogue } from '../dialogues.ts'
import { sendBackup } from '../notices/files.ts'
import { progressOf } from '../notices/exit-notices.ts'
import { ownKey } from '../keys/keys-feature.ts'
import { noKeysView } from '../keys/keys-views.ts'
import { answer, show, showNew } from '../screen.ts'
import { ownBot } from '../trading-bots/bots-feature.ts'
import { pauseView } from './decision-views.ts'
import { exitScreens } from './exit-screens.ts'
import {
  chooseKeyView,
  leftView,
  lookingView,
  onlyPausedView,
  pausedForExitView,
} from './truth-views.ts'

/** `/disconnect` and `Remove`: everything up to the red button. It only looks, pauses and records. */
export function disconnectFeature(deps: Deps, api: Api): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const screens = exitScreens(deps)

  const begin = async (ctx: Ctx) => {
    await beginDialogue(deps, ctx)
    const keys = await listKeys(deps.db, userOf(ctx))
    const [only, ...others] = keys
    if (only === undefined) await showNew(ctx, noKeysView())
    else if (others.length > 0) await showNew(ctx, chooseKeyView(keys))
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
    if (key.health === 'dead') {
      return answer(
        ctx,
        'The exchange refuses its key, so nothing can be cancelled or sold. Replace the key, or disconnect it: /keys',
        true,
      )
    }
    await answer(ctx)
    await beginDialogue(deps, ctx)
    if (await showRunning(ctx, key.id)) return
    const plan = await open({ userId: bot.userId, keyId: key.id, kind: 'remove', botId: bot.id })
    await pauseBot(deps, bot.id, 'cancel-buys')
    await show(ctx, lookingView(key))
    await show(ctx, await screens.positions(plan.id))
  })

  feature.callbackQuery(/^x:([\w-]+):continue$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1])
    if (plan === undefined) return
    await answer(ctx)
    await show(ctx, pauseView(await screens.title(plan), await botsOfPlan(deps.db, plan)))
  })
  feature.callbackQuery(/^x:([\w-]+):bots$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1])
    if (plan === undefined) return
    await answer(ctx, 'Paused.')
    const bots = await botsOfPlan(deps.db, plan)
    for (const bot of bots) await pauseBot(deps, bot.id, 'cancel-buys')
    const key = await findKey(deps.db, plan.keyId)
    if (key === undefined) return
    await show(ctx, pausedForExitView(bots.length))
    await sendBackup(deps, api, plan.userId, bots)
    await showNew(ctx, await screens.positions(plan.id))
  })
  feature.callbackQuery(/^x:([\w-]+):pause$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1])
    const key = plan && (await findKey(deps.db, plan.keyId))
    if (plan === undefined || key === undefined) return
    await answer(ctx, 'Paused.')
    const bots = await listBotsOfKey(deps.db, plan.keyId)
    for (const bot of bots) await pauseBot(deps, bot.id)
    await commit(deps, (trx) => changePlan(trx, plan, { status: 'left', at: deps.clock.now() }))
    await show(ctx, onlyPausedView(key, bots.length))
  })
  feature.callbackQuery(/^x:([\w-]+):leave$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1])
    if (plan === undefined) return
    await answer(ctx)
    await commit(deps, (trx) => changePlan(trx, plan, { status: 'left', at: deps.clock.now() }))
    await show(ctx, leftView(plan.keyId))
  })
  feature.callbackQuery(/^x:([\w-]+):byhand$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1])
    if (plan === undefined) return
    await answer(ctx)
    await show(ctx, await screens.byHand(plan))
  })
  feature.callbackQuery(/^x:([\w-]+):positions$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1])
    if (plan === undefined) return
    await answer(ctx)
    await show(ctx, await screens.positions(plan.id))
  })

  feature.callbackQuery(/^x:([\w-]+):(\d+):(all|winners|none)$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1], Number(ctx.match[2]))
    if (plan === undefined) return
    await answer(ctx)
    if (await decide(deps, plan, ctx.match[3] as Choice)) {
      await show(ctx, await screens.decided(plan.id))
    }
  })
  feature.callbackQuery(/^x:([\w-]+):(\d+):choose$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1], Number(ctx.match[2]))
    if (plan === undefined) return
    await answer(ctx)
    if (await decide(deps, plan, 'none')) await show(ctx, await screens.checklist(plan.id))
  })
  feature.callbackQuery(/^x:([\w-]+):(\d+):t(\d+)$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1], Number(ctx.match[2]))
    if (plan === undefined) return
    const positions = await listExitPositions(deps.db, plan.id)
    const chosen = positions.filter(({ outcome }) => outcome !== 'dust')[Number(ctx.match[3])]
    await answer(ctx)
    if (chosen !== undefined && (await decide(deps, plan, { toggle: chosen.botId }))) {
      await show(ctx, await screens.checklist(plan.id))
    }
  })
  feature.callbackQuery(/^x:([\w-]+):(\d+):done$/, async (ctx) => {
    const plan = await ownDraft(ctx, ctx.match[1], Number(ctx.match[2]))
    if (plan === undefined) return
    await answer(ctx)
    await show(ctx, await screens.decided(plan.id))
  })

  feature.callbackQuery(/^x:([\w-]+):stop$/, async (ctx) => {
    const plan = await findPlan(deps.db, ctx.match[1] ?? '')
    if (plan === undefined || plan.userId !== userOf(ctx) || plan.status !== 'running') {
      return answer(ctx, 'It has ended already: there is nothing to stop.')
    }
    const saga = await findSagaOfKey(deps.db, plan.keyId)
    if (saga?.subjectId !== plan.id) return answer(ctx, 'It has ended already.')
    await commit(deps, (trx) => answerSaga(trx, deps, saga, { name: 'stop', value: 'yes' }))
    await answer(ctx, 'Stopping. What has not been sent is not sent.')
  })

  async function startDisconnect(ctx: Ctx, key: Key): Promise<void> {
    if (await showRunning(ctx, key.id)) return
    const userId = userOf(ctx)
    const plan = await open({ userId, keyId: key.id, kind: 'disconnect', botId: undefined })
    if (ctx.callbackQuery !== undefined) await show(ctx, lookingView(key))
    await show(ctx, await screens.truth(plan))
  }

  /** While an exit runs, everything else on that key answers with its progress. */
  async function showRunning(ctx: Ctx, keyId: string): Promise<boolean> {
    const saga = await findSagaOfKey(deps.db, keyId)
    if (saga === undefined || saga.kind === 'dead-key') return false
    await showNew(ctx, await progressOf(deps, saga.subjectId))
    return true
  }

  function open(draft: Pick<ExitPlan, 'userId' | 'keyId' | 'kind' | 'botId'>): Promise<ExitPlan> {
    return commit(deps, (trx) => insertDraft(trx, draft, deps.clock.now()))
  }

  /** The draft, if it is the tapping user's own and the screen is not outdated. */
  async function ownDraft(
    ctx: Ctx,
    id: string | undefined,
    version?: number,
  ): Promise<ExitPlan | undefined> {
    const plan = id === undefined ? undefined : await findPlan(deps.db, id)
    const fits =
      plan?.userId === userOf(ctx) &&
      plan.status === 'draft' &&
      (version === undefined || plan.version === version)
    if (plan !== undefined && fits) return plan
    await answer(ctx, 'That screen is not the current one any more: nothing was done.')
    return undefined
  }
  return feature
}
