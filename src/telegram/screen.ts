import { GrammyError, InputFile, type Context } from 'grammy'
import { withScreen } from './screen-header.ts'
import { pagesOf, type Page, type View } from './view.ts'

const OPTIONS = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const

/** Shows a view: in place of the screen that was tapped, or as a new message. Gives the message's id. */
export async function show(ctx: Context, view: View): Promise<number> {
  const onScreen = ctx.callbackQuery?.message
  if (onScreen === undefined || onScreen.date === 0) return showNew(ctx, view)
  const [first, ...others] = pagesOf(view)
  // A picture can't become a text again: the text comes at the end of the chat, and the picture goes.
  if (onScreen.photo !== undefined || first === undefined || !(await edit(ctx, first))) {
    const id = await showNew(ctx, view)
    await remove(ctx, onScreen.message_id)
    return id
  }
  return (await showPages(ctx, others)) ?? onScreen.message_id
}

/** Telegram takes 1,024 characters under a picture, tags not counted. */
const LONGEST_CAPTION = 1_000

/** Shows a view under a picture (PNG), in place of the screen that was tapped if it can be. */
export async function showPicture(ctx: Context, view: View, png: Uint8Array): Promise<void> {
  const media = new InputFile(png, 'picture.png')
  const caption = pagesOf(view, LONGEST_CAPTION)[0]?.text ?? ''
  const about = { caption, parse_mode: 'HTML' } as const
  const buttons = { reply_markup: { inline_keyboard: view.keyboard } }
  const onScreen = ctx.callbackQuery?.message
  const edits = () => ctx.editMessageMedia({ type: 'photo', media, ...about }, buttons)
  await withScreen(view.kind, async () => {
    if (onScreen !== undefined && onScreen.date !== 0 && (await edited(edits))) return
    await ctx.replyWithPhoto(media, { ...about, ...buttons })
  })
}

/** Shows a view as a new message, or as several where it is too long for one. Gives the last one's id. */
export async function showNew(ctx: Context, view: View): Promise<number> {
  const id = await showPages(ctx, pagesOf(view))
  if (id === undefined) throw new RangeError('Cannot show a view: it has no pages')
  return id
}

async function showPages(ctx: Context, pages: readonly Page[]): Promise<number | undefined> {
  let id: number | undefined
  for (const { kind, text, keyboard } of pages) {
    const options = { ...OPTIONS, reply_markup: { inline_keyboard: keyboard } }
    const sent = await withScreen(kind, () => ctx.reply(text, options))
    id = sent.message_id
  }
  return id
}

/** Takes a screen out of the chat; one that is too old to be deleted loses its buttons. */
async function remove(ctx: Context, messageId: number): Promise<void> {
  try {
    await ctx.deleteMessages([messageId])
  } catch (error) {
    if (!isTelegramError(error, 'message')) throw error
    await dropButtons(ctx, messageId)
  }
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

function edit(ctx: Context, { kind, text, keyboard }: Page): Promise<boolean> {
  const options = { ...OPTIONS, reply_markup: { inline_keyboard: keyboard } }
  return edited(() => withScreen(kind, () => ctx.editMessageText(text, options)))
}

const NOT_EDITABLE = [
  "message can't be edited",
  'message to edit not found',
  // It became a picture since it was tapped.
  'there is no text in the message to edit',
]

/** False when that message can't be edited any more. */
async function edited(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch (error) {
    if (isTelegramError(error, 'message is not modified')) return true
    if (isTelegramError(error, ...NOT_EDITABLE)) return false
    throw error
  }
}

/** Whether Telegram refused with one of these descriptions. */
export function isTelegramError(error: unknown, ...texts: readonly string[]): boolean {
  return error instanceof GrammyError && texts.some((text) => error.description.includes(text))
}
