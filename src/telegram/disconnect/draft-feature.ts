import { Composer, type Api } from 'grammy'
import { getKey } from '../../keys/key-repo.ts'
import { commit } from '../../queue/core.ts'
import { decide, type Choice } from '../../sagas/decide.ts'
import { changePlan, listExitPositions } from '../../sagas/exit-plan-repo.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import { botsOfPlan } from '../../sagas/exit-scope.ts'
import { pauseForExit } from '../../trading-bots/pause-bot.ts'
import type { Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { sendBackup } from '../notices/files.ts'
import { answer, show, showNew } from '../screen.ts'
import { pageWithLine } from './checklist-view.ts'
import { pauseView } from './decision-views.ts'
import type { ExitScreens } from './exit-screens.ts'
import { ownDraft } from './own-draft.ts'
import { leftView, onlyPausedView, pausedForExitView } from './truth-views.ts'

/**
 * The screens of an exit that has not begun. Each button names the version of the plan that its
 * screen showed: an older screen, or a second tap, does nothing and says so.
 */
export function draftFeature(
  deps: Deps,
  api: Api,
  screens: (ctx: Ctx) => ExitScreens,
): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const on = (verb: string, handle: (ctx: Ctx, plan: ExitPlan, arg: string) => Promise<void>) =>
    feature.callbackQuery(new RegExp(`^x:([\\w-]+):(\\d+):(${verb})$`), async (ctx) => {
      const plan = await ownDraft(deps, ctx, ctx.match[1], ctx.match[2])
      if (plan !== undefined) await handle(ctx, plan, ctx.match[3] ?? '')
    })

  on('truth', async (ctx, plan) => {
    await answer(ctx)
    await show(ctx, await screens(ctx).truth(plan))
  })
  on('continue', async (ctx, plan) => {
    await answer(ctx)
    const bots = await botsOfPlan(deps.db, plan)
    if (bots.length === 0) await show(ctx, await screens(ctx).positions(plan.id))
    else await show(ctx, pauseView(ctx.words, await screens(ctx).title(plan), bots))
  })
  on('byhand', async (ctx, plan) => {
    await answer(ctx)
    await show(ctx, await screens(ctx).byHand(plan))
  })
  on('positions', async (ctx, plan) => {
    await answer(ctx)
    await show(ctx, await screens(ctx).positions(plan.id))
  })
  on('done', async (ctx, plan) => {
    await answer(ctx)
    await show(ctx, await screens(ctx).decided(plan.id))
  })

  on('bots', pauseAndGoOn)
  on('pause', async (ctx, plan) => {
    if (!(await claim(ctx, plan, 'left'))) return
    const bots = await botsOfPlan(deps.db, plan)
    for (const bot of bots) await pauseForExit(deps, bot, 'keep')
    await answer(ctx, ctx.words.disconnect.progress.taps.paused)
    await show(ctx, onlyPausedView(ctx.words, await getKey(deps.db, plan.keyId), bots.length))
  })
  on('leave', async (ctx, plan) => {
    if (!(await claim(ctx, plan, 'left'))) return
    await answer(ctx)
    await show(ctx, leftView(ctx.words, plan.keyId, await botsOfPlan(deps.db, plan)))
  })

  on('all|winners|none', async (ctx, plan, choice) => {
    if (!(await record(ctx, plan, choice as Choice))) return
    await show(ctx, await screens(ctx).decided(plan.id))
  })
  on('choose', async (ctx, plan) => {
    if (await record(ctx, plan, 'none')) await show(ctx, await screens(ctx).checklist(plan.id))
  })
  on('p\\d+', async (ctx, plan, page) => {
    await answer(ctx)
    await show(ctx, await screens(ctx).checklist(plan.id, Number(page.slice(1))))
  })
  on('t\\d+', async (ctx, plan, verb) => {
    const line = Number(verb.slice(1))
    const positions = await listExitPositions(deps.db, plan.id)
    const chosen = positions.filter(({ outcome }) => outcome === undefined)[line]
    if (chosen === undefined) return answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    if (await record(ctx, plan, { toggle: chosen.botId })) {
      await show(ctx, await screens(ctx).checklist(plan.id, pageWithLine(line)))
    }
  })

  async function pauseAndGoOn(ctx: Ctx, plan: ExitPlan): Promise<void> {
    if (!(await claim(ctx, plan))) return
    const bots = await botsOfPlan(deps.db, plan)
    for (const bot of bots) await pauseForExit(deps, bot, 'cancel-buys')
    await answer(ctx, ctx.words.disconnect.progress.taps.paused)
    await show(ctx, pausedForExitView(ctx.words, bots.length))
    await sendBackup(deps, api, ctx.words, plan.userId, bots)
    await showNew(ctx, await screens(ctx).positions(plan.id))
  }

  /** Takes the screen out of use before its button acts, so that a second tap finds it outdated. */
  async function claim(ctx: Ctx, plan: ExitPlan, status?: 'left'): Promise<boolean> {
    const change = { at: deps.clock.now(), ...(status && { status }) }
    const claimed = await commit(deps, (trx) => changePlan(trx, plan, change))
    if (!claimed) await answer(ctx, ctx.words.disconnect.progress.taps.outdated)
    return claimed
  }

  async function record(ctx: Ctx, plan: ExitPlan, choice: Choice): Promise<boolean> {
    const recorded = await decide(deps, plan, choice)
    await answer(ctx, recorded ? undefined : ctx.words.disconnect.progress.taps.outdated)
    return recorded
  }
  return feature
}
