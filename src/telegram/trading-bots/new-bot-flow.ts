import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Context } from 'grammy'
import { STRATEGIES } from '../../strategies/strategies.ts'
import type { Parameter, StrategyId } from '../../strategies/strategy.ts'
import { parseDecimal } from '../../lib/decimal-input.ts'
import { userOf, type Flow } from '../context.ts'
import type { Deps } from '../deps.ts'
import { answer, isTelegramError, show, showNew } from '../screen.ts'
import type { View } from '../view.ts'
import {
  chooseKeyView,
  chooseStrategyView,
  didYouMeanView,
  leftView,
  previewView,
  questionView,
  refusedView,
  startedView,
  symbolView,
} from './new-bot-views.ts'
import { NUMBER_REFUSALS } from './number-words.ts'
import { newBotSetup, type Setup, type SetupChoice } from './new-bot-setup.ts'

/** The dialogue's name. */
export const NEW_BOT = 'new-bot'

/** Thrown to end the dialogue; what was said stays said. */
class LeftFlow extends Error {}

/**
 * Asks for a key, a strategy, a symbol and a few numbers, shows what that would do, and starts the
 * bot. Every answer that does not fit gets a sentence, and the dialogue goes on.
 */
export function newBotFlow(deps: Deps) {
  const setup = newBotSetup(deps)

  return async (flow: Flow, first: Context, keyId?: string): Promise<void> => {
    const userId = userOf(first)
    const ask = asker(flow)
    try {
      const choice = await chooseKey(ask, first, userId, keyId)
      if (choice === undefined) return
      const strategy = await chooseStrategy(ask)
      const chosen = await chooseSymbol(ask, choice)
      const answers = await askNumbers(ask, strategy, chosen)
      const preview = await flow.external(() => setup.preview(choice, chosen, strategy, answers))
      const botId = await flow.external(() => randomUUID())
      await ask.until(previewView(chosen.symbol, STRATEGIES[strategy], answers, preview), (reply) =>
        reply === 'nb:start' && preview.ok ? { done: true } : undefined,
      )
      await flow.external(() => setup.start(botId, userId, choice, chosen, strategy, answers))
      await ask.tell(startedView(botId, STRATEGIES[strategy].name, chosen.symbol))
    } catch (error) {
      if (!(error instanceof LeftFlow)) throw error
      await ask.tell(leftView())
    }
  }

  async function chooseKey(
    ask: Asker,
    first: Context,
    userId: string,
    keyId: string | undefined,
  ): Promise<SetupChoice | undefined> {
    const keys = await ask.flow.external(() => setup.listKeys(userId))
    ask.at(first)
    const given =
      keys.find((key) => key.keyId === keyId) ?? (keys.length === 1 ? keys[0] : undefined)
    if (given !== undefined) return given
    if (keys.length === 0) {
      await ask.tell(chooseKeyView([]))
      return undefined
    }
    return ask.until(chooseKeyView(keys), (reply) =>
      keys.find((key) => reply === `nb:key:${key.keyId}`),
    )
  }

  async function chooseStrategy(ask: Asker): Promise<StrategyId> {
    const ids = Object.keys(STRATEGIES) as StrategyId[]
    const [only] = ids
    if (ids.length === 1 && only !== undefined) return only
    return ask.until(chooseStrategyView(), (reply) =>
      ids.find((id) => reply === `nb:strategy:${id}`),
    )
  }

  async function chooseSymbol(ask: Asker, choice: SetupChoice): Promise<Setup> {
    const suggestions = await ask.flow.external(() => setup.suggestSymbols(choice))
    return ask.until(symbolView(suggestions), async (reply) => {
      const name = reply.replace(/^nb:symbol:/, '')
      const found = await ask.flow.external(() => setup.open(choice, name))
      return found.ok ? found.setup : refusedView(found.sentence)
    })
  }

  async function askNumbers(
    ask: Asker,
    strategy: StrategyId,
    chosen: Setup,
  ): Promise<Record<string, string>> {
    const answers: Record<string, string> = {}
    for (const parameter of STRATEGIES[strategy].parameters) {
      answers[parameter.name] = await askNumber(ask, parameter, chosen, { ...answers })
    }
    return answers
  }

  async function askNumber(
    ask: Asker,
    parameter: Parameter,
    chosen: Setup,
    earlier: Record<string, string>,
  ): Promise<string> {
    const situation = setup.situationOf(chosen)
    const suggestion = parameter.suggest(situation, earlier).toFixed()
    const question = questionView(parameter, suggestion, chosen)
    return ask.until(question, (reply) => {
      const typed = reply.startsWith('nb:use:') ? reply.slice('nb:use:'.length) : reply
      const parsed = parseDecimal(typed)
      if (parsed.kind === 'refused') return refusedView(NUMBER_REFUSALS[parsed.reason])
      if (parsed.kind === 'did-you-mean') return didYouMeanView(parsed.value)
      const sentence = parameter.check(new Big(parsed.value), earlier, situation)
      return sentence === undefined ? parsed.value : refusedView(sentence)
    })
  }
}

/** The value that was asked for, a view that says why not, or nothing to go by. */
type Reading<T> = T | View | undefined

interface Asker {
  flow: Flow
  /** Where the next screen is shown. */
  at(ctx: Context): void
  tell(view: View): Promise<void>
  /** Shows a question until a reply brings a value; a view instead is shown, and it asks on. */
  until<T>(question: View, read: (reply: string) => Reading<T> | Promise<Reading<T>>): Promise<T>
}

function asker(flow: Flow): Asker {
  let current: Context | undefined
  let onScreen: number | undefined
  const put = async (view: View, inPlace = true) => {
    if (current === undefined) throw new TypeError('Cannot show a screen before the dialogue began')
    const typed = current.callbackQuery === undefined || !inPlace
    if (typed) await dropButtons(current, onScreen)
    onScreen = await (typed ? showNew(current, view) : show(current, view))
  }
  return {
    flow,
    at(ctx) {
      current = ctx
    },
    tell: put,
    async until<T>(question: View, read: (reply: string) => Reading<T> | Promise<Reading<T>>) {
      await put(question)
      for (;;) {
        current = await flow.wait()
        const reply = await replyOf(current)
        if (reply === undefined) continue
        if (reply === 'nb:cancel') throw new LeftFlow()
        const value = await read(reply)
        if (value === undefined) await dead(current)
        else if (isView(value)) await put(value, false)
        else return value as T
      }
    },
  }
}

/** A question that was answered in words keeps no buttons that would mislead. */
async function dropButtons(ctx: Context, messageId: number | undefined): Promise<void> {
  if (messageId === undefined || ctx.chatId === undefined) return
  try {
    await ctx.api.editMessageReplyMarkup(ctx.chatId, messageId)
  } catch (error) {
    // It is gone, or has none: just as well.
    if (!isTelegramError(error, 'message')) throw error
  }
}

async function replyOf(ctx: Context): Promise<string | undefined> {
  const data = ctx.callbackQuery?.data
  if (data === undefined) return ctx.message?.text ?? (ctx.message === undefined ? undefined : '')
  if (data.startsWith('nb:')) {
    await answer(ctx)
    return data
  }
  await answer(ctx, 'That button belongs to an earlier screen.')
  return undefined
}

async function dead(ctx: Context): Promise<void> {
  if (ctx.callbackQuery === undefined) await ctx.reply('Please use one of the buttons, or /cancel.')
}

function isView(value: unknown): value is View {
  return typeof value === 'object' && value !== null && 'keyboard' in value && 'text' in value
}
