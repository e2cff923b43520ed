import type { Conversation, ConversationFlavor } from '@grammyjs/conversations'
import type { Context, MiddlewareFn } from 'grammy'
import { languageOf, wordsOf, type Language, type Words } from './words.ts'

/** An update as handlers outside of dialogues see it. */
export type Ctx = ConversationFlavor<Context & { language: Language; words: Words }>

/** Gives handlers the texts in the language of whoever sent the update. */
export const speak: MiddlewareFn<Ctx> = async (ctx, next) => {
  ctx.language = languageOf()
  ctx.words = wordsOf(ctx.language)
  await next()
}

/** A dialogue under way. What it does besides asking goes through `flow.external`. */
export type Flow = Conversation<Ctx>

/** Who taps, and with which update. */
export function tapOf(ctx: Context): { userId: string; updateId: number } {
  return { userId: userOf(ctx), updateId: ctx.update.update_id }
}

/** Who acts. Private chats only, so it is the chat too. @throws {TypeError} without a sender. */
export function userOf(ctx: Context): string {
  if (ctx.from === undefined) throw new TypeError('Cannot tell who acts: the update has no sender')
  return String(ctx.from.id)
}
