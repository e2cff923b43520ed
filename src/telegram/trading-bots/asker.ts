import type { Context } from 'grammy'
import type { Flow } from '../context.ts'
import { answer, dropButtons, show, showNew } from '../screen.ts'
import type { View } from '../view.ts'
import type { Words } from '../words.ts'

/** Thrown to end the dialogue; what was said stays said. */
export class LeftFlow extends Error {}

/** What came back to a question: the value of a tapped button, or what was typed. */
interface Reply {
  tapped?: string
  /** Empty for a message without text. */
  typed?: string
}

/** The value that was asked for, a view that says why not, or nothing to go by. */
type Reading<T> = T | View | undefined

/** Asks the questions of a dialogue, one screen at a time. */
export interface Asker {
  flow: Flow
  /** Where the next screen is shown. */
  at(ctx: Context): void
  tell(view: View): Promise<void>
  /**
   * Shows a question until a reply brings a value; a view instead is shown, and it asks on. Only
   * buttons of the screen shown last count, with data `nb:<name>:<value>`.
   *
   * @throws {LeftFlow} when the trader cancels.
   */
  until<T>(
    name: string,
    question: View,
    read: (reply: Reply) => Reading<T> | Promise<Reading<T>>,
  ): Promise<T>
}

export function asker(flow: Flow, words: Words): Asker {
  let current: Context | undefined
  let onScreen: number | undefined
  const put = async (view: View) => {
    if (current === undefined) throw new TypeError('Cannot show a screen before the dialogue began')
    if (current.callbackQuery === undefined) await dropButtons(current, onScreen)
    onScreen = await show(current, view)
  }
  return {
    flow,
    at(ctx) {
      current = ctx
    },
    tell: put,
    async until<T>(
      name: string,
      question: View,
      read: (reply: Reply) => Reading<T> | Promise<Reading<T>>,
    ) {
      await put(question)
      for (;;) {
        current = await flow.wait()
        const reply = await replyOf(words, current, name, onScreen)
        if (reply === undefined) continue
        const value = await read(reply)
        if (isView(value)) await put(value)
        else if (value !== undefined) return value as T
        else if (reply.typed !== undefined)
          onScreen = await showAgain(words, current, question, onScreen)
      }
    },
  }
}

/** Undefined for what is no reply: it was answered where it asks for an answer. */
async function replyOf(
  { bots }: Words,
  ctx: Context,
  name: string,
  onScreen: number | undefined,
): Promise<Reply | undefined> {
  const { callbackQuery, message } = ctx
  if (message !== undefined) return { typed: message.text ?? '' }
  if (callbackQuery === undefined) return undefined

  const [, kind, value = ''] = /^nb:([\w-]+)(?::(.*))?$/.exec(callbackQuery.data ?? '') ?? []
  const isCurrent = callbackQuery.message?.message_id === onScreen
  if (isCurrent && kind === 'cancel') {
    await answer(ctx)
    throw new LeftFlow()
  }
  if (isCurrent && kind === name) {
    await answer(ctx)
    return { tapped: value }
  }
  await answer(ctx, bots.newBot.earlierQuestion)
  return undefined
}

/** The question can only be answered by a button, which is then needed where the trader looks. */
async function showAgain(
  { bots }: Words,
  ctx: Context,
  question: View,
  onScreen: number | undefined,
): Promise<number> {
  await dropButtons(ctx, onScreen)
  return showNew(ctx, {
    ...question,
    text: `${bots.newBot.answerByButton}\n\n${question.text}`,
  })
}

function isView(value: unknown): value is View {
  return typeof value === 'object' && value !== null && 'keyboard' in value && 'text' in value
}
