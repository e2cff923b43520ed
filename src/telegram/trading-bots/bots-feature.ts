import { Composer } from 'grammy'
import { answer } from '../screen.ts'
import type { Ctx } from '../context.ts'
import type { Deps } from '../deps.ts'
import { botScreens } from './bot-screens.ts'
import { moveFeature } from './move-feature.ts'
import { ownBot } from './own-bot.ts'
import { pauseFeature } from './pause-feature.ts'
import { picturesFeature } from './pictures-feature.ts'

/** `/bots`: the bots, their pictures, pausing and resuming them. Removing is the exit's part. */
export function botsFeature(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const screens = botScreens(deps)

  feature.command('bots', (ctx) => screens.showBots(ctx))
  feature.callbackQuery(/^bots(?::(\d+))?$/, async (ctx) => {
    await answer(ctx)
    await screens.showBots(ctx, Number(ctx.match[1] ?? 1))
  })
  feature.callbackQuery(/^bot:([\w-]+):show$/, async (ctx) => {
    const bot = await ownBot(deps, ctx, ctx.match[1])
    if (bot === undefined) return
    await answer(ctx)
    await screens.showBot(ctx, bot.id)
  })
  feature.use(pauseFeature(deps, screens))
  feature.use(moveFeature(deps))
  feature.use(picturesFeature(deps, screens))
  return feature
}
