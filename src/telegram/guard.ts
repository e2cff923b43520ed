import type { MiddlewareFn } from 'grammy'
import { userOf, type Ctx } from './context.ts'
import type { Deps } from './deps.ts'
import { answer, showNew } from './screen.ts'
import { toldGroup } from './setting-repo.ts'
import { html, note } from './view.ts'

/** Lets through private chats of people who are allowed. A group is told once, a stranger their id. */
export function guard({ db, settings: { allowedUsers } }: Deps): MiddlewareFn<Ctx> {
  return async (ctx, next) => {
    if (ctx.from === undefined) return
    const { privateChatsOnly, notAllowed, yourId } = ctx.words.general
    if (ctx.chat?.type !== 'private') {
      await answer(ctx, privateChatsOnly)
      if (ctx.message === undefined || (await toldGroup(db, ctx.message.chat.id))) return
      await showNew(ctx, note('private-chats-only', html`${privateChatsOnly}`))
      return
    }
    if (allowedUsers !== 'everyone' && !allowedUsers.includes(userOf(ctx))) {
      await answer(ctx, notAllowed)
      if (ctx.message !== undefined) await showNew(ctx, note('not-allowed', yourId(userOf(ctx))))
      return
    }
    await next()
  }
}
