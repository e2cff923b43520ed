import type { MiddlewareFn } from 'grammy'
import { userOf, type Ctx } from './context.ts'
import type { Deps } from './deps.ts'
import { answer } from './screen.ts'

/** Lets through private chats of people who are allowed. A group is told once, a stranger their id. */
export function guard({ settings: { allowedUsers } }: Deps): MiddlewareFn<Ctx> {
  const toldGroups = new Set<number>()
  return async (ctx, next) => {
    if (ctx.from === undefined || ctx.chat === undefined) return
    if (ctx.chat.type !== 'private') {
      if (toldGroups.has(ctx.chat.id)) return
      toldGroups.add(ctx.chat.id)
      await ctx.reply('Undock talks in private chats only. It does nothing here.')
      return
    }
    if (allowedUsers !== 'everyone' && !allowedUsers.includes(userOf(ctx))) {
      await answer(ctx, 'You are not allowed here.')
      if (ctx.message !== undefined) await ctx.reply(`Your Telegram id is ${userOf(ctx)}.`)
      return
    }
    await next()
  }
}
