import { Composer, type Api } from 'grammy'
import { exportBots } from '../../exports/files.ts'
import type { Key } from '../../keys/key.ts'
import { listKeys } from '../../keys/key-repo.ts'
import { addSeconds } from '../../lib/clock.ts'
import { listAllBots, listAllBotsOfKey, listBots } from '../../trading-bots/bot-repo.ts'
import { listFills } from '../../trading/fill-repo.ts'
import { COMMANDS } from '../commands.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { leaveDialogues } from '../dialogues.ts'
import { sendFiles } from '../notices/files.ts'
import { answer, show, showNew } from '../screen.ts'
import { findNoticeMode, saveNoticeMode } from '../setting-repo.ts'
import { cancelledView, helpView, settingsView, startView } from './help-views.ts'
import { IDLE_DAYS, reviewView } from './review-view.ts'

/** Start, help, settings, review, export and cancel. */
export function helpFeature(deps: Deps, api: Api): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const { db, clock, settings } = deps

  const start = async (ctx: Ctx) => {
    const userId = userOf(ctx)
    return startView(await listKeys(db, userId), await listBots(db, userId), settings.playground)
  }
  feature.command('start', async (ctx) => showNew(ctx, await start(ctx)))
  feature.command('help', async (ctx) => showNew(ctx, helpView(await start(ctx), COMMANDS)))
  feature.callbackQuery('help', async (ctx) => {
    await answer(ctx)
    await show(ctx, helpView(await start(ctx), COMMANDS))
  })

  feature.command('review', async (ctx) => {
    const keys = await listKeys(db, userOf(ctx))
    await showNew(ctx, reviewView(keys, await listIdle(deps, keys), clock.now()))
  })

  feature.command('export', async (ctx) => {
    const userId = userOf(ctx)
    const bots = await listAllBots(db, userId)
    if (bots.length === 0) {
      await ctx.reply('There is nothing to export yet: you have had no bot.')
      return
    }
    await ctx.replyWithChatAction('upload_document')
    await sendFiles(
      api,
      userId,
      await exportBots(db, bots),
      'All your trades, orders, positions and bots.',
    )
  })

  feature.command('settings', async (ctx) => {
    await showNew(ctx, settingsView(await findNoticeMode(db, userOf(ctx))))
  })
  feature.callbackQuery(/^set:(ring|silent)$/, async (ctx) => {
    const mode = ctx.match[1] === 'silent' ? 'silent' : 'ring'
    await saveNoticeMode(db, userOf(ctx), mode)
    await answer(ctx)
    await show(ctx, settingsView(mode))
  })

  feature.command('cancel', async (ctx) => {
    await showNew(ctx, cancelledView(await leaveDialogues(deps, ctx)))
  })

  return feature
}

/** Linked a while ago, with no bot now and no trade since. */
async function listIdle({ db, clock }: Deps, keys: readonly Key[]): Promise<Set<string>> {
  const since = addSeconds(clock.now(), -IDLE_DAYS * 86_400)
  const idle = new Set<string>()
  for (const { id } of keys.filter(({ createdAt }) => createdAt < since)) {
    const bots = await listAllBotsOfKey(db, id)
    if (bots.some(({ status }) => status !== 'removed')) continue
    const fills = await listFills(
      db,
      bots.map((bot) => bot.id),
    )
    if (fills.every(({ at }) => at < since)) idle.add(id)
  }
  return idle
}
