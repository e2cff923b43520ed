import { EXCHANGE_FACTS } from '../../exchange/adapters/registry.ts'
import type { Key } from '../../keys/key.ts'
import type { HandWork } from '../../sagas/hand-work-repo.ts'
import { handWorkLine } from '../disconnect/hand-work-line.ts'
import { exact, price } from '../format.ts'
import { pagerRow, pageOf, type Page } from '../pager.ts'
import { BLANK, button, lines, link, note, type Html, type View } from '../view.ts'
import type { Words } from '../words.ts'

/** Lines on one screen: each has a button of its own. */
const PER_PAGE = 20

/** A key with what its trader has to do by hand. */
export interface HandWorkList {
  key: Key
  work: readonly HandWork[]
  now: Date
}

/** The page of the list on which a line stands. */
export function pageOfLine(work: readonly HandWork[], id: string): number {
  const at = work.findIndex((line) => line.id === id)
  return Math.floor(Math.max(0, at) / PER_PAGE) + 1
}

/** What happened to a dead key, and the list of what must now be done by hand. */
export function deadKeyView(words: Words, { key, work, now }: HandWorkList, wanted = 1): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const { handWork: w, causes } = words.keys
  const page = pageOf(work, wanted, PER_PAGE)
  return {
    kind: 'key-dead',
    text: lines(
      w.refused(key.label, key.tail, name),
      key.cause && w.cause(name, causes[key.cause]),
      w.paused,
      BLANK,
      ...(work.length === 0
        ? [w.nothing]
        : [
            w.until(name),
            w.tick(titleOf(words, name, work)),
            ...page.shown.map((line) => agedLine(words, line, now)),
            w.newKey,
          ]),
    ),
    keyboard: [...tickRows(words, page), pager(words, key, page), ...keyRows(words, key)].filter(
      isFilled,
    ),
  }
}

/** The list alone, after the key is gone. */
export function handWorkView(words: Words, { key, work, now }: HandWorkList, wanted = 1): View {
  const { name, keyPage } = EXCHANGE_FACTS[key.exchange]
  const { handWork: w, buttons } = words.keys
  if (work.length === 0) {
    return { ...note('hand-work-over', w.over(name)), keyboard: [[button(buttons.keys, 'keys')]] }
  }
  const page = pageOf(work, wanted, PER_PAGE)
  return {
    kind: 'hand-work',
    text: lines(
      titleOf(words, name, work),
      ...page.shown.map((line) => agedLine(words, line, now)),
    ),
    keyboard: [
      ...tickRows(words, page),
      pager(words, key, page),
      [link(buttons.open(name), keyPage)],
    ].filter(isFilled),
  }
}

/** Lines are still open so many hours after the key died. */
export function reminderView(words: Words, { key, work, now }: HandWorkList, hours: number): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const { handWork: w } = words.keys
  const open = work.filter(({ done }) => !done)
  const page = pageOf(open, 1, PER_PAGE)
  const more = open.length - page.shown.length
  return {
    kind: 'hand-work-reminder',
    text: lines(
      w.reminder(key.label, key.tail, hours, name),
      ...page.shown.map((line) => agedLine(words, line, now)),
      more > 0 ? w.more(more) : undefined,
    ),
    keyboard: [
      ...tickRows(words, page),
      more > 0 ? [button(w.wholeList, `hw:${key.id}:1`)] : [],
      ...keyRows(words, key),
    ].filter(isFilled),
  }
}

function titleOf({ keys }: Words, exchange: string, work: readonly HandWork[]): Html {
  return keys.handWork.title(exchange, work.filter(({ done }) => !done).length, work.length)
}

function agedLine(words: Words, line: HandWork, now: Date): Html {
  return words.keys.handWork.seen(handWorkLine(words, line), line.seenAt, now)
}

function tickRows(words: Words, { shown }: Page<HandWork>): View['keyboard'] {
  return shown.map((line) => [
    button(`${line.done ? '☑' : '☐'} ${lineInShort(words, line)}`, `hwt:${line.id}`),
  ])
}

function lineInShort({ keys }: Words, line: HandWork): string {
  const { kind, side, symbol, price: limit, amount } = line
  return kind === 'sell'
    ? keys.handWork.sell(symbol, exact(amount))
    : keys.handWork.cancel(side, symbol, limit && price(limit))
}

function pager(words: Words, { id }: Key, page: Page<HandWork>) {
  return pagerRow(words, page, (number) => `hw:${id}:${number}`)
}

function keyRows({ keys: { buttons } }: Words, key: Key): View['keyboard'] {
  const { name, keyPage } = EXCHANGE_FACTS[key.exchange]
  return [
    [link(buttons.open(name), keyPage)],
    [button(buttons.madeNew, `key:${key.id}:replace`, 'primary')],
    [button(buttons.disconnect, `dc:key:${key.id}`, 'danger')],
  ]
}

function isFilled(row: readonly unknown[]): boolean {
  return row.length > 0
}
