import { Big } from 'big.js'
import { STRATEGIES } from '../../strategies/strategies.ts'
import type { Parameter, Strategy } from '../../strategies/strategy.ts'
import { count, money, price } from '../format.ts'
import { BLANK, button, html, lines, type View } from '../view.ts'
import type { PlainPreview, Setup, SetupChoice } from './new-bot-setup.ts'

const CANCEL = [button('Cancel', 'nb:cancel')]

/** On which key the bot trades. */
export function chooseKeyView(keys: readonly SetupChoice[]): View {
  if (keys.length === 0) {
    return {
      text: lines(html`A bot needs a linked key that may trade. None of yours can right now.`),
      keyboard: [[button('Link a key', 'link', 'primary'), button('Keys', 'keys')]],
    }
  }
  return {
    text: lines(html`<b>New bot</b>`, html`On which key?`),
    keyboard: [...keys.map((key) => [button(key.label, `nb:key:${key.keyId}`)]), CANCEL],
  }
}

export function chooseStrategyView(): View {
  const strategies = Object.values(STRATEGIES)
  return {
    text: lines(
      html`<b>New bot</b>`,
      ...strategies.map(({ name, about }) => html`<b>${name}</b>: ${about}`),
    ),
    keyboard: [...strategies.map(({ id, name }) => [button(name, `nb:strategy:${id}`)]), CANCEL],
  }
}

export function symbolView(suggestions: readonly string[]): View {
  const rows = []
  for (let i = 0; i < suggestions.length; i += 2) {
    rows.push(suggestions.slice(i, i + 2).map((symbol) => button(symbol, `nb:symbol:${symbol}`)))
  }
  return {
    text: lines(
      html`<b>New bot: Grid</b>`,
      html`${STRATEGIES.grid.about}`,
      BLANK,
      html`Which symbol? Tap one, or send it, like BTC/USDT.`,
    ),
    keyboard: [...rows, CANCEL],
  }
}

/** One number of the strategy, with a suggestion to tap. */
export function questionView(parameter: Parameter, suggestion: string, setup: Setup): View {
  const unit = parameter.unit === 'price' || parameter.unit === 'quote' ? ` ${setup.quote}` : ''
  const shown = `${suggestion}${unit}`
  return {
    text: lines(
      html`<b>${parameter.label}</b> · ${setup.symbol}`,
      html`${parameter.ask}`,
      BLANK,
      html`Price now: ${price(new Big(setup.price))} ${setup.quote}. Free: ${money(new Big(setup.free), setup.quote)}.`,
      html`Suggested: ${shown}`,
    ),
    keyboard: [[button(`Use ${shown}`, `nb:use:${suggestion}`)], CANCEL],
  }
}

/** `1,5` may be meant as 1.5: a tap says so. */
export function didYouMeanView(value: string): View {
  return {
    text: lines(html`Did you mean ${value}?`),
    keyboard: [[button(`Yes, ${value}`, `nb:use:${value}`)], CANCEL],
  }
}

/** An answer that does not fit, and what would. The dialogue goes on. */
export function refusedView(sentence: string): View {
  return { text: lines(html`${sentence}`), keyboard: [CANCEL] }
}

/** All that the bot would do, before it does any of it. */
export function previewView(
  symbol: string,
  strategy: Strategy,
  answers: Readonly<Record<string, string>>,
  preview: PlainPreview,
): View {
  const title = html`<b>${strategy.name} ${symbol}</b>: is this right?`
  if (!preview.ok) {
    return {
      text: lines(title, html`It can’t start like this. ${preview.sentence}`),
      keyboard: [CANCEL],
    }
  }
  const { levels, quote, profitPercent } = preview
  return {
    text: lines(
      title,
      BLANK,
      html`Money given: ${answers['money'] ?? ''} ${quote}; it uses at most ${money(new Big(preview.moneyNeeded), quote)}, fees included.`,
      html`${count(levels.length, 'level')} from ${levels[0] ?? ''} to ${levels.at(-1) ?? ''} ${quote}; price now ${preview.price}.`,
      html`At the start: ${count(preview.buysAtStart, 'buy order')} below the price. Each buy that fills is sold one level higher.`,
      html`Smallest order: ${money(new Big(preview.smallestOrderCost), quote)} (the exchange takes ${money(new Big(preview.minCost), quote)} and more).`,
      html`Each round earns about ${profitPercent.lowest} to ${profitPercent.highest} % of its money, after fees.`,
      html`If the price falls under the range, the bot holds what it bought, at a loss on paper. It has no stop-loss.`,
    ),
    keyboard: [[button('Start', 'nb:start', 'success')], CANCEL],
  }
}

export function startedView(botId: string, strategy: string, symbol: string): View {
  return {
    text: lines(
      html`🟢 <b>${strategy} ${symbol}</b> is started. Its first orders go out with its next look at the market.`,
    ),
    keyboard: [[button('Show the bot', `bot:${botId}:show`), button('Bots', 'bots')]],
  }
}

export function leftView(): View {
  return {
    text: lines(html`No bot was made.`),
    keyboard: [[button('New bot', 'newbot'), button('Bots', 'bots')]],
  }
}
