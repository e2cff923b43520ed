import type { Key } from '../../keys/key.ts'
import type { TradingBot } from '../../trading-bots/trading-bot.ts'
import { exact } from '../format.ts'
import { toShortId } from '../short-id.ts'
import { BLANK, button, lines, note, type View } from '../view.ts'
import type { Words } from '../words.ts'
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

/** To which key. */
export function moveKeyView(
  words: Words,
  source: MoveSource,
  keys: readonly Key[],
  bots: number,
): View {
  const { move: w } = words.bots
  return {
    kind: 'move-key',
    text: lines(w.move(bots), w.whichKey),
    keyboard: [
      ...keys.map((key) => [button(`${key.label} …${key.tail}`, moveData(source, key))]),
      [botsButton(words)],
    ],
  }
}

/** There is no key that could carry the bots. */
export function noMoveKeyView(words: Words): View {
  const keyboard = [[button(words.keys.buttons.link, 'link', 'primary'), botsButton(words)]]
  return { ...note('move-no-key', words.bots.move.noKey), keyboard }
}

/** The exchange of the key does not tell its rules or prices. */
export function moveUnansweredView(words: Words, source: MoveSource, key: Key): View {
  const { move: w } = words.bots
  return {
    kind: 'move-no-answer',
    text: lines(w.noAnswer(key.label)),
    keyboard: [[button(w.buttons.again, moveData(source, key))], [botsButton(words)]],
  }
}

/** What would be made, and what has to be adapted or decided. */
export function movePlanView(
  words: Words,
  source: MoveSource,
  plan: MovePlan,
  old: BotCard | undefined,
): View {
  const { key, proposals } = plan
  const { move: w } = words.bots
  const what = proposals.length === 1 ? (proposals[0]?.bot.name ?? '') : w.bots(proposals.length)
  return {
    kind: 'move-plan',
    text: lines(
      w.moveTo(what, key.label),
      BLANK,
      ...proposals.flatMap((one) => proposalLines(words, one, key)),
      BLANK,
      ...plan.money.map((one) => moneyLine(words, one, key)),
      w.madePaused,
      old === undefined ? w.history : oldBotLine(words, old),
    ),
    keyboard: [
      ...answerRows(words, source, plan),
      [old === undefined ? botsButton(words) : button(w.buttons.back, `bot:${old.bot.id}:show`)],
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
export function movedView(words: Words, { key, made, rest, old, token }: Moved): View {
  const { move: w } = words.bots
  return {
    kind: 'moved',
    text: lines(
      w.made(made.length, key.label),
      ...made.map(({ from, to }) =>
        from.name === to.name
          ? w.bot(to.name, settingsText(words, to))
          : w.botOf(to.name, from.name, settingsText(words, to)),
      ),
      ...rest.flatMap((one) => proposalLines(words, one, key)),
      BLANK,
      w.nothingYet,
      old && oldBotLine(words, old),
    ),
    keyboard: [
      [button(w.buttons.resume, `bots:go:${token}`, 'success'), botsButton(words)],
      ...askRows(words, rest, key),
    ],
  }
}

function botsButton({ general }: Words) {
  return button(general.bots, 'bots')
}

function answerRows(
  words: Words,
  source: MoveSource,
  { proposals, key }: MovePlan,
): View['keyboard'] {
  const [only] = proposals
  if (source.kind === 'bot' && only !== undefined)
    return [yesRow(words, source, only, key)].filter(isFilled)
  const ready = proposals.filter(isReady).length
  const { create } = words.bots.move.buttons
  return [
    ready === 0 ? [] : [button(create(ready), moveData(source, key, 'go'), 'primary')],
    ...askRows(words, proposals, key),
  ].filter(isFilled)
}

/** The money that is said yes to stands on the button, and in it. */
function yesRow(
  { bots }: Words,
  source: MoveSource,
  { adapted }: MoveProposal,
  key: Key,
): View['keyboard'][number] {
  if (adapted.kind !== 'fits') return []
  const { create, createIn, createWith } = bots.move.buttons
  const quote = adapted.symbol.split('/')[1] ?? ''
  const wanted = adapted.asks.find((ask) => ask.kind === 'money')
  if (wanted !== undefined) {
    const yes = moveData(source, key, wanted.needed.toFixed())
    return [button(createWith(`${exact(wanted.needed)} ${quote}`), yes, 'primary')]
  }
  const label = adapted.asks.length > 0 ? createIn(quote) : create(1)
  return [button(label, moveData(source, key, 'go'), 'primary')]
}

function askRows({ bots }: Words, proposals: readonly MoveProposal[], key: Key): View['keyboard'] {
  const { decide } = bots.move.buttons
  return proposals
    .filter(({ adapted }) => adapted.kind === 'fits' && adapted.asks.length > 0)
    .slice(0, MOST_BUTTONS)
    .map(({ bot }) => [button(decide(bot.name), moveData({ kind: 'bot', id: bot.id }, key))])
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
