import { randomUUID } from 'node:crypto'
import type { Context } from 'grammy'
import { withSuggestions } from '../../strategies/answers.ts'
import { STRATEGIES, STRATEGY_IDS, type StrategyId } from '../../strategies/strategies.ts'
import type { Parameter, Parameters } from '../../strategies/strategy.ts'
import { userOf, type Flow } from '../context.ts'
import type { Deps } from '../deps.ts'
import { wordsOf, type Language, type Words } from '../words.ts'
import { asker, LeftFlow, type Asker } from './asker.ts'
import type { PlainKept } from './kept-setup.ts'
import { fittingSuggestion, readAnswer } from './new-bot-answers.ts'
import {
  chooseKeyView,
  chooseStrategyView,
  didYouMeanView,
  leftView,
  noFitKeyView,
  notStartedView,
  previewView,
  questionView,
  refusedView,
  startedView,
  symbolView,
} from './new-bot-views.ts'
import { newBotSetup, type SetupChoice } from './new-bot-setup.ts'
import type { Setup } from './plain-setup.ts'

/** The dialogue's name. */
export const NEW_BOT = 'new-bot'

/** The strategy that can begin with coins. */
const WITH_COINS = 'dca' satisfies StrategyId

/** What is chosen before any number is asked. */
interface Begun {
  strategy: StrategyId
  chosen: Setup
  kept?: PlainKept | undefined
}

/**
 * Asks for a key, a strategy, a symbol and a few numbers, shows what that would do, and starts the
 * bot. Every answer that does not fit gets a sentence, and the dialogue goes on.
 */
export function newBotFlow(deps: Deps) {
  return async (
    flow: Flow,
    first: Context,
    language: Language,
    keyId?: string,
    keptId?: string,
  ): Promise<void> => {
    const words = wordsOf(language)
    const dialogue = newBotDialogue(words, newBotSetup(deps, words))
    await dialogue(flow, first, keyId, keptId)
  }
}

function newBotDialogue(words: Words, setup: ReturnType<typeof newBotSetup>) {
  return async (flow: Flow, first: Context, keyId?: string, keptId?: string): Promise<void> => {
    const userId = userOf(first)
    const ask = asker(flow, words)
    try {
      const choice = await chooseKey(ask, first, userId, keyId)
      if (choice === undefined) return
      const begun = await begin(ask, choice, keptId)
      if (begun === undefined) return
      const { strategy, chosen, kept } = begun
      const answers = await settle(ask, begun)
      const botId = await flow.external(() => randomUUID())
      const started = await flow.external(() =>
        setup.start(botId, userId, choice, chosen, strategy, answers, kept),
      )
      await ask.tell(
        started.ok
          ? startedView(words, botId, started.name)
          : notStartedView(words, started.sentence),
      )
    } catch (error) {
      if (!(error instanceof LeftFlow)) throw error
      await ask.tell(leftView(words))
    }
  }

  async function chooseKey(
    ask: Asker,
    first: Context,
    userId: string,
    keyId: string | undefined,
  ): Promise<SetupChoice | undefined> {
    const { fit, others } = await ask.flow.external(() => setup.listKeys(userId))
    ask.at(first)
    const given = fit.find((key) => key.keyId === keyId) ?? (fit.length === 1 ? fit[0] : undefined)
    if (given !== undefined) return given
    if (fit.length === 0) {
      await ask.tell(noFitKeyView(words, others))
      return undefined
    }
    return ask.until('key', chooseKeyView(words, fit), ({ tapped }) =>
      fit.find((key) => tapped === key.keyId),
    )
  }

  /** What it trades, by which strategy: asked, or given by the coins that it begins with. */
  async function begin(
    ask: Asker,
    choice: SetupChoice,
    keptId: string | undefined,
  ): Promise<Begun | undefined> {
    if (keptId === undefined) {
      const strategy = await chooseStrategy(ask)
      return { strategy, chosen: await chooseSymbol(ask, choice, strategy) }
    }
    const found = await ask.flow.external(() => setup.openKept(choice, WITH_COINS, keptId))
    if (found.ok) return { strategy: WITH_COINS, chosen: found.setup, kept: found.kept }
    await ask.tell(notStartedView(words, found.sentence))
    return undefined
  }

  async function chooseStrategy(ask: Asker): Promise<StrategyId> {
    return ask.until('strategy', chooseStrategyView(words), ({ tapped }) =>
      STRATEGY_IDS.find((id) => tapped === id),
    )
  }

  async function chooseSymbol(
    ask: Asker,
    choice: SetupChoice,
    strategy: StrategyId,
  ): Promise<Setup> {
    const suggestions = await ask.flow.external(() => setup.suggestSymbols(choice))
    const question = symbolView(words, STRATEGIES[strategy], suggestions)
    return ask.until('symbol', question, async ({ tapped, typed }) => {
      const name = tapped ?? typed ?? ''
      const found = await ask.flow.external(() => setup.open(choice, strategy, name))
      return found.ok ? found.setup : refusedView(found.sentence, question)
    })
  }

  /** Asks until the trader says `Start`. Further settings are offered once, as a dialogue may wait so often only. */
  async function settle(ask: Asker, begun: Begun): Promise<Parameters> {
    const { strategy, chosen } = begun
    const { parameters } = STRATEGIES[strategy]
    const usual = parameters.filter(({ asked }) => asked === 'always')
    const extra = parameters.filter(({ asked }) => asked !== 'always')
    const answers = await askFor(ask, usual, {}, chosen)
    const situation = setup.situationOf(chosen)
    const suggested = withSuggestions(STRATEGIES[strategy], answers, situation)
    if ((await confirm(ask, begun, suggested, extra.length > 0)) === 'start') {
      return suggested
    }
    const settled = await askFor(ask, extra, answers, chosen)
    await confirm(ask, begun, settled, false)
    return settled
  }

  async function confirm(
    ask: Asker,
    { strategy, chosen, kept }: Begun,
    answers: Parameters,
    offersMore: boolean,
  ): Promise<'start' | 'more'> {
    const preview = await ask.flow.external(() => setup.preview(chosen, strategy, answers, kept))
    const view = previewView(words, chosen, STRATEGIES[strategy], answers, preview, offersMore)
    return ask.until('confirm', view, ({ tapped }) => {
      if (tapped === 'more' && offersMore) return 'more'
      return tapped === 'start' && preview.ok ? 'start' : undefined
    })
  }

  async function askFor(
    ask: Asker,
    parameters: readonly Parameter[],
    earlier: Parameters,
    chosen: Setup,
  ): Promise<Parameters> {
    let answers = earlier
    for (const parameter of parameters) {
      const value = await askOne(ask, parameter, answers, chosen)
      if (value !== undefined) answers = { ...answers, [parameter.name]: value }
    }
    return answers
  }

  async function askOne(
    ask: Asker,
    parameter: Parameter,
    earlier: Parameters,
    chosen: Setup,
  ): Promise<string | undefined> {
    const situation = setup.situationOf(chosen)
    const suggestion = fittingSuggestion(parameter, earlier, situation)
    const question = questionView(words, parameter, suggestion, chosen)
    const { value } = await ask.until(parameter.name, question, ({ tapped, typed }) => {
      const reading = readAnswer(words, parameter, tapped ?? typed ?? '', earlier, situation)
      if (reading.kind === 'refused') return refusedView(reading.sentence, question)
      return reading.kind === 'did-you-mean'
        ? didYouMeanView(words, parameter.name, reading.value)
        : reading
    })
    return value
  }
}
