import { Big } from 'big.js'
import { STRATEGIES, STRATEGY_IDS } from '../../strategies/strategies.ts'
import type { Parameter, Parameters, Strategy } from '../../strategies/strategy.ts'
import { unitText } from '../../strategies/units.ts'
import { exact, money, price } from '../format.ts'
import { BLANK, button, html, lines, note, type View } from '../view.ts'
import type { Words } from '../words.ts'
import { SKIP } from './new-bot-answers.ts'
import type { PlainPreview, SetupChoice, UnfitKey } from './new-bot-setup.ts'
import type { Setup } from './plain-setup.ts'

/** On which key the bot trades. */
export function chooseKeyView(words: Words, keys: readonly SetupChoice[]): View {
  const { newBot: w } = words.bots
  return {
    kind: 'new-bot-key',
    text: lines(w.title, w.whichKey),
    keyboard: [...keys.map((key) => [button(key.label, `nb:key:${key.keyId}`)]), cancelRow(words)],
  }
}

/** Why no key can carry a bot; `other` says what stands in the way of the first one. */
export function noFitKeyView(words: Words, [other]: readonly UnfitKey[]): View {
  const { newBot: w } = words.bots
  const linkKey = button(words.keys.buttons.link, 'link', 'primary')
  if (other === undefined) return { ...note('new-bot-no-key', w.noKey), keyboard: [[linkKey]] }
  return {
    kind: 'new-bot-no-key',
    text: lines(w.noFitKey(w.unfit[other.why](other.label))),
    keyboard: [[button(words.keys.buttons.keys, 'keys'), linkKey]],
  }
}

export function chooseStrategyView(words: Words): View {
  const { newBot: w } = words.bots
  return {
    kind: 'new-bot-strategy',
    text: lines(
      w.title,
      w.whichStrategy,
      BLANK,
      ...STRATEGY_IDS.map((id) => w.strategy(STRATEGIES[id].name, STRATEGIES[id].about)),
    ),
    keyboard: [
      STRATEGY_IDS.map((id) => button(STRATEGIES[id].name, `nb:strategy:${id}`)),
      cancelRow(words),
    ],
  }
}

export function symbolView(
  words: Words,
  { name, about }: Strategy,
  suggestions: readonly string[],
): View {
  const { newBot: w } = words.bots
  const rows = []
  for (let i = 0; i < suggestions.length; i += 2) {
    rows.push(suggestions.slice(i, i + 2).map((symbol) => button(symbol, `nb:symbol:${symbol}`)))
  }
  return {
    kind: 'new-bot-symbol',
    text: lines(w.titleOf(name), html`${about}`, BLANK, w.whichSymbol),
    keyboard: [...rows, cancelRow(words)],
  }
}

/** One question of the strategy, with a suggestion to tap if there is one that would do. */
export function questionView(
  words: Words,
  parameter: Parameter,
  suggestion: string | undefined,
  { symbol, quote, ...setup }: Setup,
): View {
  const { newBot: w } = words.bots
  const { name, label, ask, unit, asked } = parameter
  const shown = suggestion && `${suggestion}${unit === 'choice' ? '' : unitText(unit, quote)}`
  const choices = unit === 'choice' ? parameter.choices : []
  const free = money(new Big(setup.free), quote, Big.roundDown)
  return {
    kind: 'new-bot-question',
    text: lines(
      w.setting(label, symbol),
      html`${ask}`,
      BLANK,
      w.priceAndFree(`${price(new Big(setup.price))} ${quote}`, free),
      shown === undefined || unit === 'choice' ? undefined : w.suggested(shown),
    ),
    keyboard: [
      ...choices.map((choice) => [button(choice.label, `nb:${name}:${choice.value}`)]),
      shown === undefined || unit === 'choice'
        ? []
        : [button(w.buttons.use(shown), `nb:${name}:${suggestion}`)],
      asked === 'optional' ? [button(w.buttons.skip, `nb:${name}:${SKIP}`)] : [],
      cancelRow(words),
    ].filter((row) => row.length > 0),
  }
}

/** `1,5` may be meant as 1.5: a tap says so. */
export function didYouMeanView(words: Words, name: string, value: string): View {
  const { newBot: w } = words.bots
  return {
    kind: 'new-bot-did-you-mean',
    text: lines(w.didYouMean(value)),
    keyboard: [[button(w.buttons.yes(value), `nb:${name}:${value}`)], cancelRow(words)],
  }
}

/** An answer that does not fit, and what would. The question's buttons still work. */
export function refusedView(sentence: string, question: View): View {
  return { ...note('new-bot-refused', html`${sentence}`), keyboard: question.keyboard }
}

/** All that the bot would do, before it does any of it. */
export function previewView(
  words: Words,
  { symbol, quote, minCost }: Setup,
  { name }: Strategy,
  answers: Parameters,
  preview: PlainPreview,
  offersMore: boolean,
): View {
  const { newBot: w } = words.bots
  const title = w.isThisRight(name, symbol)
  if (!preview.ok) {
    const text = lines(title, w.cannotStart(preview.sentence))
    return { kind: 'new-bot-preview', text, keyboard: [cancelRow(words)] }
  }
  const given = `${exact(new Big(answers['money'] ?? 0))} ${quote}`
  const smallest = money(new Big(preview.smallestOrderCost), quote)
  return {
    kind: 'new-bot-preview',
    text: lines(
      title,
      BLANK,
      w.money(given, money(new Big(preview.moneyNeeded), quote, Big.roundUp)),
      w.smallestOrder(smallest, money(new Big(minCost), quote)),
      ...preview.sentences.map((sentence) => html`${sentence}`),
    ),
    keyboard: [
      [button(w.buttons.start, 'nb:confirm:start', 'success')],
      offersMore ? [button(w.buttons.more, 'nb:confirm:more')] : [],
      cancelRow(words),
    ].filter((row) => row.length > 0),
  }
}

/** The bot is there; its orders follow. */
export function startedView({ bots, general }: Words, botId: string, name: string): View {
  const { started, buttons } = bots.newBot
  return {
    kind: 'new-bot-started',
    text: lines(started(name)),
    keyboard: [[button(buttons.show, `bot:${botId}:show`), button(general.bots, 'bots')]],
  }
}

/** Between the first question and `Start` something happened to the key, or to the coins it begins with. */
export function notStartedView({ bots, keys, general }: Words, sentence?: string): View {
  const { notMade, notMadeAs } = bots.newBot
  const keyboard = [[button(keys.buttons.keys, 'keys'), button(general.bots, 'bots')]]
  const text = sentence === undefined ? notMade : notMadeAs(sentence)
  return { ...note('new-bot-not-started', text), keyboard }
}

/** The trader cancelled. */
export function leftView({ bots, general }: Words): View {
  const keyboard = [[button(bots.buttons.newBot, 'newbot'), button(general.bots, 'bots')]]
  return { ...note('new-bot-cancelled', bots.newBot.cancelled), keyboard }
}

function cancelRow({ bots }: Words): View['keyboard'][number] {
  return [button(bots.newBot.buttons.cancel, 'nb:cancel')]
}
