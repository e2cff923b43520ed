import { EXCHANGE_FACTS } from '../../exchange/known-exchanges.ts'
import type { Key } from '../../keys/key.ts'
import type { HandWork } from '../../sagas/hand-work-repo.ts'
import { handWorkLine } from '../disconnect/hand-work-line.ts'
import { ago, exact, price } from '../format.ts'
import { pagerRow, pageOf, type Page } from '../pager.ts'
import { BLANK, button, html, lines, link, type Html, type View } from '../view.ts'
import { CAUSE_WORDS } from './cause-words.ts'

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
export function deadKeyView({ key, work, now }: HandWorkList, wanted = 1): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const page = pageOf(work, wanted, PER_PAGE)
  return {
    kind: 'key-dead',
    text: lines(
      html`🔴 <b>${key.label} …${key.tail}: ${name} refuses the key</b>`,
      key.cause && html`As far as ${name} tells: ${CAUSE_WORDS[key.cause]}.`,
      html`Your bots on it are paused. <b>Undock can’t cancel or sell anything there any more.</b>`,
      BLANK,
      ...(work.length === 0
        ? [html`No order and no position of ours was open there.`]
        : [
            html`Until you have done this yourself, the orders may still fill, and what is held rises and falls with the price. The orders are under your open spot orders at ${name}, the coins in your spot wallet.`,
            html`<b>By hand at ${name}</b>: ${progress(work)}. Tap a line to tick it off.`,
            ...page.shown.map((line) => agedLine(line, now)),
            html`With a new key of the same account in its place you need not do this: your bots can then go on. What you did by hand until then is looked up.`,
          ]),
    ),
    keyboard: [...tickRows(page), pager(key, page), ...keyRows(key)].filter(isFilled),
  }
}

/** The list alone, after the key is gone. */
export function handWorkView({ key, work, now }: HandWorkList, wanted = 1): View {
  const { name, keyPage } = EXCHANGE_FACTS[key.exchange]
  if (work.length === 0) {
    return {
      kind: 'hand-work-over',
      text: lines(html`This list is over: nothing is left to be done by hand at ${name}.`),
      keyboard: [[button('Keys', 'keys')]],
    }
  }
  const page = pageOf(work, wanted, PER_PAGE)
  return {
    kind: 'hand-work',
    text: lines(
      html`<b>By hand at ${name}</b>: ${progress(work)}`,
      ...page.shown.map((line) => agedLine(line, now)),
    ),
    keyboard: [...tickRows(page), pager(key, page), [link(`Open ${name}`, keyPage)]].filter(
      isFilled,
    ),
  }
}

/** Lines are still open so many hours after the key died. */
export function reminderView({ key, work, now }: HandWorkList, hours: number): View {
  const { name } = EXCHANGE_FACTS[key.exchange]
  const open = work.filter(({ done }) => !done)
  const page = pageOf(open, 1, PER_PAGE)
  const more = open.length - page.shown.length
  return {
    kind: 'hand-work-reminder',
    text: lines(
      html`⏰ ${key.label} …${key.tail} has been dead for ${hours} h, and this is still open at ${name}. Orders may fill, and what is held moves with the price:`,
      ...page.shown.map((line) => agedLine(line, now)),
      more > 0 ? html`… and ${more} more` : undefined,
    ),
    keyboard: [
      ...tickRows(page),
      more > 0 ? [button('The whole list', `hw:${key.id}:1`)] : [],
      ...keyRows(key),
    ].filter(isFilled),
  }
}

function progress(work: readonly HandWork[]): string {
  const left = work.filter(({ done }) => !done).length
  return left === 0 ? 'all done' : `${left} of ${work.length} left`
}

function agedLine(line: HandWork, now: Date): Html {
  return html`${handWorkLine(line)} (seen ${ago(line.seenAt, now)})`
}

function tickRows({ shown }: Page<HandWork>): View['keyboard'] {
  return shown.map((line) => [
    button(`${line.done ? '☑' : '☐'} ${lineInShort(line)}`, `hwt:${line.id}`),
  ])
}

function lineInShort({ kind, side, symbol, price: limit, amount }: HandWork): string {
  if (kind === 'sell') return `sell ${symbol}, ${exact(amount)}`
  return `cancel ${side} ${symbol}${limit === undefined ? '' : ` at ${price(limit)}`}`
}

function pager({ id }: Key, page: Page<HandWork>) {
  return pagerRow(page, (number) => `hw:${id}:${number}`)
}

function keyRows(key: Key): View['keyboard'] {
  const { name, keyPage } = EXCHANGE_FACTS[key.exchange]
  return [
    [link(`Open ${name}`, keyPage)],
    [button('I made a new key', `key:${key.id}:replace`, 'primary')],
    [button('Disconnect', `dc:key:${key.id}`, 'danger')],
  ]
}

function isFilled(row: readonly unknown[]): boolean {
  return row.length > 0
}
