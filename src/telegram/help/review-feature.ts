import { Composer } from 'grammy'
import type { Key } from '../../keys/key.ts'
import { listKeys } from '../../keys/key-repo.ts'
import { addSeconds } from '../../lib/clock.ts'
import { listAllBotsOfKey } from '../../trading-bots/bot-repo.ts'
import { listFills } from '../../trading/fill-repo.ts'
import { userOf, type Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, show, showNew } from '../screen.ts'
import type { View } from '../view.ts'
import { IDLE_DAYS } from './review-findings.ts'
import { reviewView } from './review-view.ts'

/** `/review`: an audit of all keys. */
export function reviewFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const { clock, db, settings } = deps
  feature.command('review', async (ctx) => {
    await showNew(ctx, await review(ctx))
  })
  feature.callbackQuery('review', async (ctx) => {
    await answer(ctx)
    await show(ctx, await review(ctx))
  })

  async function review(ctx: Ctx): Promise<View> {
    const keys = await listKeys(db, userOf(ctx))
    const idle = await listIdle(deps, keys)
    const { egressIps } = settings
    return reviewView(ctx.words, { keys, idle, egressIps, now: clock.now() })
  }
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
