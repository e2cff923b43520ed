import { Big } from 'big.js'
import type { Key } from '../../keys/key.ts'
import { STRATEGIES } from '../../strategies/strategies.ts'
import { unitText } from '../../strategies/units.ts'
import type { Ask, Change } from '../../trading-bots/adapt-settings.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { exact, money } from '../format.ts'
import type { Html } from '../view.ts'
import type { Words } from '../words.ts'
import type { BotCard } from './bot-cards.ts'
import type { MovePlan, MoveProposal } from './move-plan.ts'
import { settingsText } from './settings-text.ts'

/** What becomes of a bot's settings, or why they can't move. */
export function proposalLines(
  words: Words,
  { bot, adapted }: MoveProposal,
  { label }: Key,
): Html[] {
  const { move: w } = words.bots
  switch (adapted.kind) {
    case 'fits': {
      const { symbol, parameters } = adapted
      const settings = settingsText(words, { strategy: bot.strategy, symbol, parameters })
      return [
        w.bot(bot.name, settings),
        ...adapted.asks.map((ask) => askLine(words, ask, bot, symbol, label)),
        ...adapted.changes.map((change) => changeLine(words, change, bot, symbol)),
      ]
    }
    case 'not-traded':
      return [w.notTraded(bot.name, label, bot.symbol)]
    case 'no-price':
      return [w.noPrice(bot.name, label, adapted.symbol)]
    case 'refused':
      return [w.refused(bot.name, adapted.sentence)]
  }
}

function askLine(
  { bots: { move: w } }: Words,
  ask: Ask,
  { symbol: before }: TradingBot,
  symbol: string,
  label: string,
): Html {
  if (ask.kind === 'coin') return w.otherCoin(before, label, symbol, ask.to, ask.from)
  const quote = symbol.split('/')[1] ?? ''
  return w.moreMoney(label, `${exact(ask.needed)} ${quote}`, exact(ask.given))
}

function changeLine(
  { bots }: Words,
  { name, from, to, cause }: Change,
  { strategy }: TradingBot,
  symbol: string,
): Html {
  const parameter = STRATEGIES[strategy].parameters.find((one) => one.name === name)
  const unit =
    parameter === undefined || parameter.unit === 'choice'
      ? ''
      : unitText(parameter.unit, symbol.split('/')[1] ?? '')
  return bots.move.change(parameter?.label ?? name, `${exact(to)}${unit}`, exact(from), cause)
}

/** What the bots would be given, beside what is free there. */
export function moneyLine(
  { bots: { move: w } }: Words,
  { quote, given, free }: MovePlan['money'][number],
  { label }: Key,
): Html {
  const sum = `${exact(given)} ${quote}`
  if (free === undefined) return w.moneyUnknown(sum, label)
  const there = money(free, quote, Big.roundDown)
  return free.gte(given) ? w.moneyEnough(sum, there, label) : w.moneyShort(sum, there, label)
}

/** What becomes of the old bot, its position and its orders. */
export function oldBotLine({ bots }: Words, { bot, key, position, orders }: BotCard): Html {
  const base = bot.symbol.split('/')[0] ?? ''
  const held = position.amount.gt(0) ? `${exact(position.amount)} ${base}` : undefined
  return bots.move.oldBot(bot.name, key.label, held, orders.length)
}
