import { Composer } from 'grammy'
import { holdNotices, isBlocked, releaseNotices } from '../notices/blocked-repo.ts'
import { userOf, type Ctx } from './context.ts'
import type { Deps } from './deps.ts'

/** Knows who has blocked the bot. Whoever is heard of again gets what was held for them. */
export function presence(deps: Deps): Composer<Ctx> {
  const feature = new Composer<Ctx>()
  const inPrivate = feature.filter((ctx) => ctx.chat?.type === 'private' && ctx.from !== undefined)

  inPrivate.on('my_chat_member', async (ctx) => {
    if (ctx.myChatMember.new_chat_member.status === 'kicked') {
      deps.log.info('bot-blocked', { user: userOf(ctx) })
      return holdNotices(deps, userOf(ctx))
    }
    await releaseNotices(deps, userOf(ctx))
  })
  inPrivate.use(async (ctx, next) => {
    if (await isBlocked(deps.db, userOf(ctx))) await releaseNotices(deps, userOf(ctx))
    await next()
  })
  // Being added to a group, or thrown out, needs no answer.
  feature.on('my_chat_member', () => undefined)
  return feature
}
