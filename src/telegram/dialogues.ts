import { commit } from '../queue/core.ts'
import { leaveDrafts } from '../sagas/exit-plan-repo.ts'
import { stopAwaiting } from './awaiting-repo.ts'
import { userOf, type Ctx } from './context.ts'
import type { Deps } from './deps.ts'
import { dropButtons, showNew } from './screen.ts'
import { note } from './view.ts'

/** Which dialogues were open and are not any more. */
export interface Left {
  any: boolean
  /** A disconnect or remove that had not begun: its bots stay paused. */
  exit: boolean
}

/** Ends whatever dialogue the user has open: questions, an awaited secret, an exit not begun. */
export async function leaveDialogues(deps: Deps, ctx: Ctx): Promise<Left> {
  const userId = userOf(ctx)
  const talking = Object.values(ctx.conversation.active()).some((n) => n > 0)
  await ctx.conversation.exitAll()
  const awaiting = await stopAwaiting(deps, userId)
  deps.desk.takeParts(userId)
  deps.desk.takeOffer(userId)
  await dropButtons(ctx, deps.desk.takeScreen(userId))
  const exit = await commit(deps, (trx) => leaveDrafts(trx, userId, deps.clock.now()))
  return { any: talking || awaiting || exit, exit }
}

/** Ends what is open because something else begins, and says so. */
export async function beginDialogue(deps: Deps, ctx: Ctx): Promise<void> {
  const left = await leaveDialogues(deps, ctx)
  if (!left.any) return
  const { leftExit, leftDialogue } = ctx.words.general
  await showNew(ctx, note('dialogue-left', left.exit ? leftExit : leftDialogue))
}
