import { Composer, type Api } from 'grammy'
import { exportBots } from '../../exports/files.ts'
import { listKeys } from '../../keys/key-repo.ts'
import { listAllBots, listBots } from '../../trading-bots/bot-repo.ts'
import { commandsOf } from '../commands.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { leaveDialogues } from '../dialogues.ts'
import { sendFiles } from '../notices/files.ts'
import { answer, show, showNew } from '../screen.ts'
import { findNoticeMode, saveNoticeMode } from '../setting-repo.ts'
import { note } from '../view.ts'
import { cancelledView, helpView, settingsView, startView } from './help-views.ts'

/** Start, help, settings, export and cancel. */
export function helpFeature(deps: Deps, api: Api): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const { db, settings } = deps

  const start = async (ctx: Ctx) => {
    const userId = userOf(ctx)
    return startView(
      ctx.words,
      await listKeys(db, userId),
      await listBots(db, userId),
      settings.playground,
    )
  }
  feature.command('start', async (ctx) => showNew(ctx, await start(ctx)))
  feature.command('help', async (ctx) =>
    showNew(ctx, helpView(ctx.words, await start(ctx), commandsOf(ctx.words))),
  )
  feature.callbackQuery('help', async (ctx) => {
    await answer(ctx)
    await show(ctx, helpView(ctx.words, await start(ctx), commandsOf(ctx.words)))
  })

  feature.command('export', async (ctx) => {
    const userId = userOf(ctx)
    const bots = await listAllBots(db, userId)
    if (bots.length === 0) {
      await showNew(ctx, note('export-empty', ctx.words.help.export.empty))
      return
    }
    await ctx.replyWithChatAction('upload_document')
    const album = {
      kind: 'export',
      caption: ctx.words.help.export.caption,
    } as const
    await sendFiles(api, userId, await exportBots(db, bots), album)
  })

  feature.command('settings', async (ctx) => {
    await showNew(ctx, settingsView(ctx.words, await findNoticeMode(db, userOf(ctx))))
  })
  feature.callbackQuery(/^set:(ring|silent)$/, async (ctx) => {
    const mode = ctx.match[1] === 'silent' ? 'silent' : 'ring'
    await saveNoticeMode(db, userOf(ctx), mode)
    await answer(ctx)
    await show(ctx, settingsView(ctx.words, mode))
  })

  feature.command('cancel', async (ctx) => {
    await showNew(ctx, cancelledView(ctx.words, await leaveDialogues(deps, ctx)))
  })

  return feature
}
