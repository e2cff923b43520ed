import { randomUUID } from 'node:crypto'
import { Big } from 'big.js'
import type { Context } from 'grammy'
import { STRATEGIES } from '../../strategies/strategies.ts'
import type { Parameter, StrategyId } from '../../strategies/strategy.ts'
import { parseDecimal } from '../../lib/decimal-input.ts'
import { userOf, type Flow } from '../context.ts'
import type { Deps } from '../deps.ts'
import { asker, LeftFlow, type Asker } from './asker.ts'
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
import { NUMBER_REFUSALS } from './number-words.ts'
import { newBotSetup, type SetupChoice } from './new-bot-setup.ts'
import type { Setup } from './plain-setup.ts'

/** The dialogue's name. */
export const NEW_BOT = 'new-bot'

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
      const chosen = await chooseSymbol(ask, choice, strategy)
      const answers = await askNumbers(ask, strategy, chosen)
      const preview = await flow.external(() => setup.preview(choice, chosen, strategy, answers))
      const botId = await flow.external(() => randomUUID())
      await ask.until(
        'start',
        previewView(chosen.symbol, STRATEGIES[strategy], answers, preview),
        ({ tapped }) => (tapped !== undefined && preview.ok ? true : undefined),
      )
      const name = await flow.external(() =>
        setup.start(botId, userId, choice, chosen, strategy, answers),
      )
      await ask.tell(name === undefined ? notStartedView() : startedView(botId, name))
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
    const { fit, others } = await ask.flow.external(() => setup.listKeys(userId))
    ask.at(first)
    const given = fit.find((key) => key.keyId === keyId) ?? (fit.length === 1 ? fit[0] : undefined)
    if (given !== undefined) return given
    if (fit.length === 0) {
      await ask.tell(noFitKeyView(others))
      return undefined
    }
    return ask.until('key', chooseKeyView(fit), ({ tapped }) =>
      fit.find((key) => tapped === key.keyId),
    )
  }

  async function chooseStrategy(ask: Asker): Promise<StrategyId> {
    const ids = Object.keys(STRATEGIES) as StrategyId[]
    const [only] = ids
    if (ids.length === 1 && only !== undefined) return only
    return ask.until('strategy', chooseStrategyView(), ({ tapped }) =>
      ids.find((id) => tapped === id),
    )
  }

  async function chooseSymbol(
    ask: Asker,
    choice: SetupChoice,
    strategy: StrategyId,
  ): Promise<Setup> {
    const suggestions = await ask.flow.external(() => setup.suggestSymbols(choice))
    const question = symbolView(STRATEGIES[strategy], suggestions)
    return ask.until('symbol', question, async ({ tapped, typed }) => {
      const name = tapped ?? typed ?? ''
      const found = await ask.flow.external(() => setup.open(choice, strategy, name))
      return found.ok ? found.setup : refusedView(found.sentence, question)
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
    const suggested = parameter.suggest(situation, earlier)
    const fits = parameter.check(suggested, earlier, situation) === undefined
    const question = questionView(parameter, fits ? suggested.toFixed() : undefined, chosen)
    return ask.until(parameter.name, question, ({ tapped, typed }) => {
      const parsed = parseDecimal(tapped ?? typed ?? '')
      if (parsed.kind === 'refused') return refusedView(NUMBER_REFUSALS[parsed.reason], question)
      if (parsed.kind === 'did-you-mean') return didYouMeanView(parameter.name, parsed.value)
      const sentence = parameter.check(new Big(parsed.value), earlier, situation)
      return sentence === undefined ? parsed.value : refusedView(sentence, question)
    })
  }
}
