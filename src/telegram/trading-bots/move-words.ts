import { Big } from 'big.js'
import type { Key } from '../../keys/key.ts'
import { STRATEGIES } from '../../strategies/strategies.ts'
import { unitText } from '../../strategies/units.ts'
import type { Ask, Change } from '../../trading-bots/adapt-settings.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count, exact, money } from '../format.ts'
import { html, type Html } from '../view.ts'
import type { BotCard } from './bot-cards.ts'
import type { MovePlan, MoveProposal } from './move-plan.ts'
import { settingsText } from './settings-text.ts'

/** What becomes of a bot's settings, or why they can't move. */
export function proposalLines({ bot, adapted }: MoveProposal, { label }: Key): Html[] {
  switch (adapted.kind) {
    case 'fits': {
      const { symbol, parameters } = adapted
      const settings = settingsText({ strategy: bot.strategy, symbol, parameters })
      return [
        html`• <b>${bot.name}</b>: ${settings}`,
        ...adapted.asks.map((ask) => askLine(ask, bot, symbol, label)),
        ...adapted.changes.map((change) => changeLine(change, bot, symbol)),
      ]
    }
    case 'not-traded':
      return [
        html`• <b>${bot.name}</b> can’t move: ${label} trades ${bot.symbol} neither as it is nor for another dollar.`,
      ]
    case 'no-price':
      return [
        html`• <b>${bot.name}</b> can’t move now: ${label} tells no price of ${adapted.symbol}.`,
      ]
    case 'refused':
      return [
        html`• <b>${bot.name}</b> can’t move as it is. ${adapted.sentence} Make a new bot with other numbers: /newbot`,
      ]
  }
}

function askLine(ask: Ask, { symbol: before }: TradingBot, symbol: string, label: string): Html {
  if (ask.kind === 'coin') {
    return html`❓ ${before} is not traded on ${label}, ${symbol} is: its money would be <b>${ask.to}, another coin</b> than ${ask.from}.`
  }
  const quote = symbol.split('/')[1] ?? ''
  return html`❓ The smallest orders of ${label} need <b>${exact(ask.needed)} ${quote}</b>; the bot was given ${exact(ask.given)}.`
}

function changeLine(
  { name, from, to, cause }: Change,
  { strategy }: TradingBot,
  symbol: string,
): Html {
  const parameter = STRATEGIES[strategy].parameters.find((one) => one.name === name)
  const unit =
    parameter === undefined || parameter.unit === 'choice'
      ? ''
      : unitText(parameter.unit, symbol.split('/')[1] ?? '')
  return html`↳ ${parameter?.label ?? name}: ${exact(to)}${unit} instead of ${exact(from)}, ${CAUSE_WORDS[cause]}.`
}

const CAUSE_WORDS = {
  'price-step': 'as prices move in larger steps there',
  minimum: 'or its orders would be too small there',
  fee: 'or the fee there would eat the profit',
  agreed: 'as you said',
} as const satisfies Record<Change['cause'], string>

/** What the bots would be given, beside what is free there. */
export function moneyLine({ quote, given, free }: MovePlan['money'][number], { label }: Key): Html {
  const sum = `${exact(given)} ${quote}`
  if (free === undefined)
    return html`Given in all: ${sum}. What is free on ${label} is unknown now.`
  const there = money(free, quote, Big.roundDown)
  return free.gte(given)
    ? html`Given in all: ${sum}, of ${there} free on ${label}.`
    : html`⚠️ Given in all: ${sum}, and only ${there} is free on ${label}. Bring in the rest before you resume.`
}

/** What becomes of the old bot, its position and its orders. */
export function oldBotLine({ bot, key, position, orders }: BotCard): Html {
  const base = bot.symbol.split('/')[0] ?? ''
  const held = position.amount.gt(0)
    ? `its position of ${exact(position.amount)} ${base}`
    : undefined
  const resting = orders.length > 0 ? `its ${count(orders.length, 'open order')}` : undefined
  const stays = [held, resting].filter((part) => part !== undefined).join(' and ')
  const own = stays === '' ? '' : ` with ${stays}`
  const filling = resting === undefined ? '' : ' Open orders may still fill.'
  return html`The old ${bot.name} on ${key.label} stays paused${own} and can’t run while the new one is there.${filling} When you are done with it, remove it.`
}
