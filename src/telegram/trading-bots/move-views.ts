import type { Key } from '../../keys/key.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { count, exact } from '../format.ts'
import { toShortId } from '../short-id.ts'
import { BLANK, button, html, lines, type View } from '../view.ts'
import type { BotCard } from './bot-cards.ts'
import type { MovePlan, MoveProposal } from './move-plan.ts'
import { moneyLine, oldBotLine, proposalLines } from './move-words.ts'
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
    kind: 'move-key',
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
    kind: 'move-no-key',
    text: lines(
      html`There is no other key that may trade. Link one first: it then offers these bots.`,
    ),
    keyboard: [[button('Link a key', 'link', 'primary'), BOTS]],
  }
}

/** The exchange of the key does not tell its rules or prices. */
export function moveUnansweredView(source: MoveSource, key: Key): View {
  return {
    kind: 'move-no-answer',
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
    kind: 'move-plan',
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
  /** Of the button that resumes them all. */
  token: string
}

/** The bots are there, and wait. */
export function movedView({ key, made, rest, old, token }: Moved): View {
  return {
    kind: 'moved',
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
    keyboard: [[button('Resume', `bots:go:${token}`, 'success'), BOTS], ...askRows(rest, key)],
  }
}

function answerRows(source: MoveSource, { proposals, key }: MovePlan): View['keyboard'] {
  const [only] = proposals
  if (source.kind === 'bot' && only !== undefined)
    return [yesRow(source, only, key)].filter(isFilled)
  const ready = proposals.filter(isReady).length
  return [
    ready === 0
      ? []
      : [
          button(
            ready === 1 ? 'Create paused' : `Create ${ready} paused`,
            moveData(source, key, 'go'),
            'primary',
          ),
        ],
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
