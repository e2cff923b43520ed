import type { Bot } from 'grammy'
import type { Ctx } from './context.ts'
import type { Deps } from './deps.ts'
import { findUpdate, markHandled } from './inbox-repo.ts'

/** A handler that takes longer lets the chat go on without it. */
const PATIENCE_MS = 60_000

/**
 * Handles one stored update. A conversation can hang for ever when it catches an unknown error
 * (grammyjs/conversations#155), which would leave its chat dead until a restart.
 */
export async function handleUpdate(deps: Deps, bot: Bot<Ctx>, id: string): Promise<void> {
  const update = await findUpdate(deps, id)
  if (update === undefined) return
  // After a start the work goes on before Telegram has told who the bot is.
  if (!bot.isInited()) bot.botInfo = await bot.api.getMe()
  const { promise: tooLate, resolve } = Promise.withResolvers<'too-late'>()
  const cancel = deps.clock.after(PATIENCE_MS, () => resolve('too-late'))
  const handled = bot.handleUpdate(update).then(() => 'handled' as const)
  const end = await Promise.race([handled, tooLate]).finally(cancel)
  if (end === 'too-late') deps.log.error('update-too-slow', { update: update.update_id })
  // Its answer never left: it is handled anew after the next start.
  if (deps.stopped.aborted) throw new Error(`Cannot end update ${update.update_id}: cut off`)
  deps.desk.drop(update.update_id)
  await markHandled(deps, id)
}
