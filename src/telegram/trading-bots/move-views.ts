import { Big } from 'big.js'
import type { Key } from '../../keys/key.ts'
import { STRATEGIES } from '../../strategies/strategies.ts'
import { unitText } from '../../strategies/units.ts'
import type { Ask, Change } from '../../trading-bots/adapt-settings.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count, exact, money } from '../format.ts'
import { toShortId } from '../short-id.ts'
import { BLANK, button, html, lines, type Html, type View } from '../view.ts'
import type { BotCard } from './bot-cards.ts'
import type { MovePlan, MoveProposal } from './move-plan.ts'
import { settingsText } from './settings-text.ts'

/** What is to move: one bot, the bots of an exit's receipt, or all that were left lately. */
export type MoveSource = { kind: 'bot' | 'exit'; id: string } | { kind: 'left' }

/** The button of a move: of what, to which key, and what is said yes to. */
export function moveData(source: MoveSource, key?: Pick<Key, 'id'>, answer?: string): string {
  const from =
    source.kind === 'left' ? 'l' : `${source.kind === 'bot' ? 'b' : 'p'}${toShortId(source.id)}`
  return ['mv', from, key && toShortId(key.id), answer]
    .filter((part) => part !== undefined)
    .join(':')
}

const BOTS = button('Bots', 'bots')

/** To which key. */
export function moveKeyView(source: MoveSource, keys: readonly Key[], bots: number): View {
  return {
    text: lines(
      html`<b>Move ${count(bots, 'bot')}</b>`,
      html`To which key? Nothing is made before you have seen what would change.`,
    ),
    keyboard: [
      ...keys.map((key) => [button(`${key.label} …${key.tail}`, moveData(source, key))]),
      [BOTS],
    ],
  }
}

/** There is no key that could carry the bots. */
export function noMoveKeyView(): View {
  return {
    text: lines(
      html`There is no other key that may trade. Link one first: it then offers these bots.`,
    ),
    keyboard: [[button('Link a key', 'link', 'primary'), BOTS]],
  }
}

/** The exchange of the key does not tell its rules or prices. */
export function moveUnansweredView(source: MoveSource, key: Key): View {
  return {
    text: lines(
      html`${key.label} does not answer just now, so nothing can be said of its rules and prices. Nothing was made.`,
    ),
    keyboard: [[button('Try again', moveData(source, key))], [BOTS]],
  }
}

/** What would be made, and what has to be adapted or decided. */
export function movePlanView(source: MoveSource, plan: MovePlan, old: BotCard | undefined): View {
  const { key, proposals } = plan
  return {
    text: lines(
      html`<b>Move ${proposals.length === 1 ? (proposals[0]?.bot.name ?? '') : count(proposals.length, 'bot')} to ${key.label}</b>`,
      BLANK,
      ...proposals.flatMap((one) => proposalLines(one, key)),
      BLANK,
      ...plan.money.map((one) => moneyLine(one, key)),
      html`A bot that moves is made anew there, paused: it orders nothing until you resume it.`,
      old === undefined ? html`History stays with the old bots: /export` : oldBotLine(old),
    ),
    keyboard: [
      ...answerRows(source, plan),
      [old === undefined ? BOTS : button('‹ Back', `bot:${old.bot.id}:show`)],
    ],
  }
}

/** A new bot, and the one whose settings it goes on with. */
export interface MadeBot {
  from: TradingBot
  to: TradingBot
}

/** What came of it. */
interface Moved {
  key: Key
  made: readonly MadeBot[]
  /** Those that need a word of the trader, or can't move. */
  rest: readonly MoveProposal[]
  /** The old bot, where it is not removed. */
  old: BotCard | undefined
}

/** The bots are there, and wait. */
export function movedView({ key, made, rest, old }: Moved): View {
  const [first] = made
  return {
    text: lines(
      html`⏸ <b>${count(made.length, 'bot')} made on ${key.label}, paused</b>`,
      ...made.map(({ from, to }) =>
        from.name === to.name
          ? html`• <b>${to.name}</b>: ${settingsText(to)}`
          : html`• <b>${to.name}</b>, of ${from.name}: ${settingsText(to)}`,
      ),
      ...rest.flatMap((one) => proposalLines(one, key)),
      BLANK,
      html`Nothing is ordered until you resume.`,
      old && oldBotLine(old),
    ),
    keyboard: [
      [
        first !== undefined && made.length === 1
          ? button('Resume', `bot:${first.to.id}:go`, 'success')
          : button('Resume', 'bots:resume:moved', 'success'),
        BOTS,
      ],
      ...askRows(rest, key),
    ],
  }
}

function answerRows(source: MoveSource, { proposals, key }: MovePlan): View['keyboard'] {
  const [only] = proposals
  if (source.kind === 'bot' && only !== undefined)
    return [yesRow(source, only, key)].filter(isFilled)
  const ready = proposals.filter(isReady).length
  return [
    ready === 0 ? [] : [button(`Create ${ready} paused`, moveData(source, key, 'go'), 'primary')],
    ...askRows(proposals, key),
  ].filter(isFilled)
}

/** The money that is said yes to stands on the button, and in it. */
function yesRow(source: MoveSource, { adapted }: MoveProposal, key: Key): View['keyboard'][number] {
  if (adapted.kind !== 'fits') return []
  const quote = adapted.symbol.split('/')[1] ?? ''
  const wanted = adapted.asks.find((ask) => ask.kind === 'money')
  if (wanted !== undefined) {
    const yes = moveData(source, key, wanted.needed.toFixed())
    return [button(`Create paused with ${exact(wanted.needed)} ${quote}`, yes, 'primary')]
  }
  const label = adapted.asks.length > 0 ? `Create paused, in ${quote}` : 'Create paused'
  return [button(label, moveData(source, key, 'go'), 'primary')]
}

function askRows(proposals: readonly MoveProposal[], key: Key): View['keyboard'] {
  return proposals
    .filter(({ adapted }) => adapted.kind === 'fits' && adapted.asks.length > 0)
    .slice(0, MOST_BUTTONS)
    .map(({ bot }) => [button(`Decide: ${bot.name}`, moveData({ kind: 'bot', id: bot.id }, key))])
}

/** Telegram takes no more than a hundred buttons. */
const MOST_BUTTONS = 50

/** Whether it can be made without another word. */
function isReady({ adapted }: MoveProposal): boolean {
  return adapted.kind === 'fits' && adapted.asks.length === 0
}

function isFilled(row: readonly unknown[]): boolean {
  return row.length > 0
}

function proposalLines({ bot, adapted }: MoveProposal, { label }: Key): Html[] {
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

function moneyLine({ quote, given, free }: MovePlan['money'][number], { label }: Key): Html {
  const sum = `${exact(given)} ${quote}`
  if (free === undefined)
    return html`Given in all: ${sum}. What is free on ${label} is unknown now.`
  const there = money(free, quote, Big.roundDown)
  return free.gte(given)
    ? html`Given in all: ${sum}, of ${there} free on ${label}.`
    : html`⚠️ Given in all: ${sum}, and only ${there} is free on ${label}. Bring in the rest before you resume.`
}

function oldBotLine({ bot, key, position, orders }: BotCard): Html {
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
