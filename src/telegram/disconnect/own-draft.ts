import { findPlan } from '../../sagas/exit-plan-repo.ts'
import type { ExitPlan } from '../../sagas/exit-plan.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer } from '../screen.ts'

/** The draft that a tap is about, if it is the tapping user's own and its screen the newest. */
export async function ownDraft(
  deps: Deps,
  ctx: Ctx,
  id: string | undefined,
  version: string | undefined,
): Promise<ExitPlan | undefined> {
  const plan = id === undefined ? undefined : await findPlan(deps.db, id)
  const fits =
    plan?.userId === userOf(ctx) && plan.status === 'draft' && plan.version === Number(version)
  if (plan !== undefined && fits) return plan
  await answer(ctx, ctx.words.disconnect.progress.taps.outdated)
  return undefined
}
