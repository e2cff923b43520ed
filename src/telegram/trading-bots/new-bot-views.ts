import { Big } from 'big.js'
import { STRATEGIES, STRATEGY_IDS } from '../../strategies/strategies.ts'
import type { Parameter, Parameters, Strategy } from '../../strategies/strategy.ts'
import { unitText } from '../../strategies/units.ts'
import { exact, money, price } from '../format.ts'
import { BLANK, button, html, lines, type View } from '../view.ts'
import { SKIP } from './new-bot-answers.ts'
import type { PlainPreview, SetupChoice, UnfitKey } from './new-bot-setup.ts'
import type { Setup } from './plain-setup.ts'

const CANCEL = [button('Cancel', 'nb:cancel')]

/** On which key the bot trades. */
export function chooseKeyView(keys: readonly SetupChoice[]): View {
  return {
    kind: 'new-bot-key',
    text: lines(html`<b>New bot</b>`, html`On which key?`),
    keyboard: [...keys.map((key) => [button(key.label, `nb:key:${key.keyId}`)]), CANCEL],
  }
}

/** Why no key can carry a bot; `other` says what stands in the way of the first one. */
export function noFitKeyView([other]: readonly UnfitKey[]): View {
  const linkKey = button('Link a key', 'link', 'primary')
  if (other === undefined) {
    return {
      kind: 'new-bot-no-key',
      text: lines(html`A bot trades through an exchange key, and none is linked yet.`),
      keyboard: [[linkKey]],
    }
  }
  return {
    kind: 'new-bot-no-key',
    text: lines(html`No bot can be made now. ${UNFIT_WORDS[other.why](other.label)}`),
    keyboard: [[button('Keys', 'keys'), linkKey]],
  }
}

const UNFIT_WORDS = {
  'watch-only': (label) =>
    `${label} is watch only: its key can’t trade. Give the key the right to trade at the exchange and replace it here, or link another key.`,
  dead: (label) =>
    `The exchange refuses the key of ${label}. Replace it first, or link another key.`,
  leaving: (label) => `${label} is being disconnected. Link another key, or wait until it is done.`,
} as const satisfies Record<UnfitKey['why'], (label: string) => string>

export function chooseStrategyView(): View {
  return {
    kind: 'new-bot-strategy',
    text: lines(
      html`<b>New bot</b>`,
      html`Which strategy?`,
      BLANK,
      ...STRATEGY_IDS.map((id) => html`<b>${STRATEGIES[id].name}</b>: ${STRATEGIES[id].about}`),
    ),
    keyboard: [STRATEGY_IDS.map((id) => button(STRATEGIES[id].name, `nb:strategy:${id}`)), CANCEL],
  }
}

export function symbolView({ name, about }: Strategy, suggestions: readonly string[]): View {
  const rows = []
  for (let i = 0; i < suggestions.length; i += 2) {
    rows.push(suggestions.slice(i, i + 2).map((symbol) => button(symbol, `nb:symbol:${symbol}`)))
  }
  return {
    kind: 'new-bot-symbol',
    text: lines(
      html`<b>New bot: ${name}</b>`,
      html`${about}`,
      BLANK,
      html`Which symbol? Tap one, or send it, like BTC/USDT.`,
    ),
    keyboard: [...rows, CANCEL],
  }
}

/** One question of the strategy, with a suggestion to tap if there is one that would do. */
export function questionView(
  parameter: Parameter,
  suggestion: string | undefined,
  { symbol, quote, ...setup }: Setup,
): View {
  const { name, label, ask, unit, asked } = parameter
  const shown = suggestion && `${suggestion}${unit === 'choice' ? '' : unitText(unit, quote)}`
  const choices = unit === 'choice' ? parameter.choices : []
  return {
    kind: 'new-bot-question',
    text: lines(
      html`<b>${label}</b> · ${symbol}`,
      html`${ask}`,
      BLANK,
      html`Price now: ${price(new Big(setup.price))} ${quote}. Free: ${money(new Big(setup.free), quote, Big.roundDown)}.`,
      shown === undefined || unit === 'choice'
        ? undefined
        : html`Suggested: ${shown}. Or send a number.`,
    ),
    keyboard: [
      ...choices.map((choice) => [button(choice.label, `nb:${name}:${choice.value}`)]),
      shown === undefined || unit === 'choice'
        ? []
        : [button(`Use ${shown}`, `nb:${name}:${suggestion}`)],
      asked === 'optional' ? [button('Skip', `nb:${name}:${SKIP}`)] : [],
      CANCEL,
    ].filter((row) => row.length > 0),
  }
}

/** `1,5` may be meant as 1.5: a tap says so. */
export function didYouMeanView(name: string, value: string): View {
  return {
    kind: 'new-bot-did-you-mean',
    text: lines(html`Did you mean ${value}? Tap it, or send the number again.`),
    keyboard: [[button(`Yes, ${value}`, `nb:${name}:${value}`)], CANCEL],
  }
}

/** An answer that does not fit, and what would. The question's buttons still work. */
export function refusedView(sentence: string, question: View): View {
  return { kind: 'new-bot-refused', text: lines(html`${sentence}`), keyboard: question.keyboard }
}

/** All that the bot would do, before it does any of it. */
export function previewView(
  { symbol, quote, minCost }: Setup,
  { name }: Strategy,
  answers: Parameters,
  preview: PlainPreview,
  offersMore: boolean,
): View {
  const title = html`<b>${name} ${symbol}</b>: is this right?`
  if (!preview.ok) {
    return {
      kind: 'new-bot-preview',
      text: lines(
        title,
        html`It can’t start like this. ${preview.sentence} Cancel, and begin anew.`,
      ),
      keyboard: [CANCEL],
    }
  }
  return {
    kind: 'new-bot-preview',
    text: lines(
      title,
      BLANK,
      html`Money given: ${exact(new Big(answers['money'] ?? 0))} ${quote}; it uses at most ${money(new Big(preview.moneyNeeded), quote, Big.roundUp)}, fees included.`,
      html`Smallest order: about ${money(new Big(preview.smallestOrderCost), quote)} (the exchange takes ${money(new Big(minCost), quote)} and more).`,
      ...preview.sentences.map((sentence) => html`${sentence}`),
    ),
    keyboard: [
      [button('Start', 'nb:confirm:start', 'success')],
      offersMore ? [button('More settings', 'nb:confirm:more')] : [],
      CANCEL,
    ].filter((row) => row.length > 0),
  }
}

/** The bot is there; its orders follow. */
export function startedView(botId: string, name: string): View {
  return {
    kind: 'new-bot-started',
    text: lines(
      html`🟢 <b>${name}</b> is started. Its first orders go out with its next look at the market.`,
    ),
    keyboard: [[button('Show the bot', `bot:${botId}:show`), button('Bots', 'bots')]],
  }
}

/** Between the first question and `Start` something happened to the key, or to the coins it begins with. */
export function notStartedView(sentence?: string): View {
  return {
    kind: 'new-bot-not-started',
    text: lines(
      sentence === undefined
        ? html`No bot was made: its key was disconnected, or the exchange refuses it now. Nothing was ordered.`
        : html`No bot was made, and nothing was ordered. ${sentence}`,
    ),
    keyboard: [[button('Keys', 'keys'), button('Bots', 'bots')]],
  }
}

/** The trader cancelled. */
export function leftView(): View {
  return {
    kind: 'new-bot-cancelled',
    text: lines(html`Cancelled: no bot was made, nothing was ordered.`),
    keyboard: [[button('New bot', 'newbot'), button('Bots', 'bots')]],
  }
}
