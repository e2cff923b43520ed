import { GrammyError, type Context } from 'grammy'
import { pagesOf, type View } from './view.ts'

const OPTIONS = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const

/** Shows a view: in place of the screen that was tapped, or as a new message. Gives the message's id. */
export async function show(ctx: Context, view: View): Promise<number> {
  const onScreen = ctx.callbackQuery?.message
  if (onScreen === undefined || onScreen.date === 0) return showNew(ctx, view)
  const [first = view, ...others] = pagesOf(view)
  if (!(await edit(ctx, first))) return showNew(ctx, view)
  return (await showPages(ctx, others)) ?? onScreen.message_id
}

/** Shows a view as a new message, or as several where it is too long for one. Gives the last one's id. */
export async function showNew(ctx: Context, view: View): Promise<number> {
  const id = await showPages(ctx, pagesOf(view))
  if (id === undefined) throw new RangeError('Cannot show a view: it has no pages')
  return id
}

async function showPages(ctx: Context, pages: readonly View[]): Promise<number | undefined> {
  let id: number | undefined
  for (const { text, keyboard } of pages) {
    const sent = await ctx.reply(text, { ...OPTIONS, reply_markup: { inline_keyboard: keyboard } })
    id = sent.message_id
  }
  return id
}

/** Takes the buttons off a screen that was answered in words, so that they don't mislead. */
export async function dropButtons(ctx: Context, messageId: number | undefined): Promise<void> {
  if (messageId === undefined || ctx.chatId === undefined) return
  try {
    await ctx.api.editMessageReplyMarkup(ctx.chatId, messageId)
  } catch (error) {
    // It is gone, or has none: just as well.
    if (!isTelegramError(error, 'message')) throw error
  }
}

/** Answers the tap, so that its button stops spinning. `alert` has to be read away. */
export async function answer(ctx: Context, text?: string, alert = false): Promise<void> {
  if (ctx.callbackQuery === undefined) return
  const words = text === undefined ? {} : { text: text.slice(0, 200), show_alert: alert }
  try {
    await ctx.answerCallbackQuery(words)
  } catch (error) {
    // A tap that was handled late, after a restart say, can't be answered any more.
    if (!isTelegramError(error, 'query is too old')) throw error
  }
}

/** False when that message can't be edited any more. */
async function edit(ctx: Context, { text, keyboard }: View): Promise<boolean> {
  try {
    await ctx.editMessageText(text, { ...OPTIONS, reply_markup: { inline_keyboard: keyboard } })
    return true
  } catch (error) {
    if (isTelegramError(error, 'message is not modified')) return true
    if (isTelegramError(error, "message can't be edited", 'message to edit not found')) return false
    throw error
  }
}

/** Whether Telegram refused with one of these descriptions. */
export function isTelegramError(error: unknown, ...texts: readonly string[]): boolean {
  return error instanceof GrammyError && texts.some((text) => error.description.includes(text))
}
