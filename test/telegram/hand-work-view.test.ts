import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { HandWork } from '../../src/sagas/hand-work-repo.ts'
import {
  deadKeyView,
  handWorkView,
  pageOfLine,
  reminderView,
} from '../../src/telegram/keys/hand-work-view.ts'
import { pagesOf, type View } from '../../src/telegram/view.ts'
import { aKey } from '../support/a-key.ts'
import { picture } from '../support/picture.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const NOW = new Date('2026-11-22T12:00:00Z')
const DEAD = aKey({ health: 'dead', cause: 'revoked' })

function aLine(overrides: Partial<HandWork> = {}): HandWork {
  return {
    id: 'line-1',
    userId: '7',
    keyId: 'key-1',
    kind: 'cancel',
    symbol: 'BTC/USDT',
    side: 'sell',
    price: new Big('59000'),
    amount: new Big('0.0086'),
    seenAt: new Date('2026-11-22T09:00:00Z'),
    done: false,
    ...overrides,
  }
}

function aPosition(overrides: Partial<HandWork> = {}): HandWork {
  return aLine({ id: 'line-2', kind: 'sell', price: undefined, ...overrides })
}

/** So many orders to cancel. */
function orders(count: number): HandWork[] {
  return Array.from({ length: count }, (_, i) => aLine({ id: `line-${i}`, done: i % 2 === 0 }))
}

test('the notice of a dead key says what happened, what it means and what to do, line by line', () => {
  const work = [aLine(), aLine({ id: 'line-3', done: true, side: 'buy' }), aPosition()]

  expect(picture(deadKeyView(EN, { key: DEAD, work, now: NOW }))).toMatchInlineSnapshot(`
    "🔴 <b>Binance …abcd: Binance refuses the key</b>
    As far as Binance tells: the exchange says that this key does not exist any more: it was deleted or replaced.
    Your bots on it are paused. <b>Undock can’t cancel or sell anything there any more.</b>

    Until you have done this yourself, the orders may still fill, and what is held rises and falls with the price. The orders are under your open spot orders at Binance, the coins in your spot wallet.
    <b>By hand at Binance</b>: 2 of 3 left. Tap a line to tick it off.
    ☐ cancel the sell of 0.0086 BTC at 59,000 USDT (seen 3 h ago)
    ☑ cancel the buy of 0.0086 BTC at 59,000 USDT (seen 3 h ago)
    ☐ sell 0.0086 BTC into USDT, if you want to (seen 3 h ago)
    With a new key of the same account in its place you need not do this: your bots can then go on. What you did by hand until then is looked up.

    [☐ cancel sell BTC/USDT at 59,000]
    [☑ cancel buy BTC/USDT at 59,000]
    [☐ sell BTC/USDT, 0.0086]
    [Open Binance]
    [I made a new key]
    [Disconnect]"
  `)
})

test('every line of a long list can be ticked, on some page, and ticked ones stay', () => {
  const work = orders(57)
  const pages = [1, 2, 3].map((page) => deadKeyView(EN, { key: DEAD, work, now: NOW }, page))

  const tapped = pages.flatMap((page) => data(page).filter((one) => one.startsWith('hwt:')))
  expect(tapped).toEqual(work.map(({ id }) => `hwt:${id}`))
  expect(pages.flatMap(({ text }) => text.match(/☑ cancel/g) ?? [])).toHaveLength(29)
  expect(pages.map((page) => pagesOf(page).length)).toEqual([1, 1, 1])
  expect(data(pages[1] ?? pages[0])).toContain('hw:key-1:3')
  expect(pageOfLine(work, 'line-41')).toBe(3)
  expect(data(handWorkView(EN, { key: DEAD, work, now: NOW }, 3))).toContain('hwt:line-56')
})

test('a reminder has what is still open, and leads to the whole list', () => {
  const reminder = reminderView(EN, { key: DEAD, work: orders(57), now: NOW }, 6)

  expect(reminder.text).toContain('has been dead for 6 h')
  expect(reminder.text).toContain('… and 8 more')
  expect(reminder.text).not.toContain('☑')
  expect(data(reminder)).toContain('hw:key-1:1')
})

test('a list that is over says so', () => {
  expect(picture(handWorkView(EN, { key: aKey(), work: [], now: NOW }))).toMatchInlineSnapshot(`
    "This list is over: nothing is left to be done by hand at Binance.

    [Keys]"
  `)
})

function data(view: View | undefined): string[] {
  return (view?.keyboard.flat() ?? []).flatMap((one) =>
    'callback_data' in one ? [one.callback_data] : [],
  )
}
