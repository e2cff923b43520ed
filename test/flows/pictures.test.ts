import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/playground/bot-api/message.ts'
import { tap } from '../support/journey.ts'
import {
  expectCalm,
  hear,
  labels,
  latest,
  newLinkedTrader,
  newTrader,
  runGrid,
  tickUntil,
  untilGone,
  type Trader,
} from '../support/traders.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
let trader: Trader
/** A bot that has bought. */
beforeAll(async () => {
  world = await openWorld({ botTickSeconds: 30 })
  trader = await newLinkedTrader(world)
  await runGrid(trader)
  const { exchange, account } = trader
  exchange.setPrice('BTC/USDT', '58500')
  await tickUntil(trader, () => exchange.openOrders(account).some(({ side }) => side === 'sell'))
})
afterEach(() => {
  world.exchange.setMaintenance(false)
  return expectCalm(world)
})
afterAll(() => world.close())

async function openCard(): Promise<ChatMessage> {
  const { alice } = trader
  await hear(alice, '/bots', 'bots')
  return tap(alice, '🟢 Grid BTC/USDT', 'bot')
}

/** A card's words but for the minute that it was made in. */
function told({ text }: ChatMessage): string {
  return text.replace(/As of .*/, '')
}

async function showChart(): Promise<void> {
  await tap(trader.alice, 'Chart', 'bot-picture')
}

/** The kind of file that its first bytes say, and how many there are. */
function pictureOf({ id }: ChatMessage): string {
  const [first = 0, ...letters] = trader.alice.file(id).subarray(0, 4)
  return first === 0x89 ? String.fromCodePoint(...letters) : 'no picture'
}

test('Chart and Profit put a picture on the card, in the same message, and take it off again', async () => {
  const { alice } = trader
  const card = await openCard()

  await showChart()
  const day = latest(alice)
  expect(day.id).toBe(card.id)
  expect(pictureOf(day)).toBe('PNG')
  expect(day.text).toMatch(/Grid BTC\/USDT · running\nProfit: about -1.04 USDT in all[^]*Next: /)
  expect(labels(day)[0]).toEqual(['· Day ·', 'Week', 'Profit'])

  for (const [label, row] of [
    ['Week', ['Day', '· Week ·', 'Profit']],
    ['Profit', ['Day', 'Week', '· Profit ·']],
  ] as const) {
    await alice.untilAnswered(alice.taps(label))
    await alice.until(() => labels(latest(alice))[0]?.join() === row.join())
    expect(latest(alice).id).toBe(card.id)
    expect(latest(alice).photo?.fileId).not.toBe(day.photo?.fileId)
  }

  await alice.untilAnswered(alice.taps('‹ Card'))
  await alice.until(() => latest(alice).photo === undefined)
  expect(told(latest(alice))).toBe(told(card))
  await untilGone(alice, card.id)
})

test('↻ Reload draws the same picture anew, in place', async () => {
  const { alice, exchange } = trader
  await openCard()
  await showChart()
  const before = latest(alice)

  exchange.setPrice('BTC/USDT', '58600')
  expect((await tap(alice, '↻ Reload', 'bot-picture')).text).toContain('about -0.87 USDT in all')

  expect(latest(alice).id).toBe(before.id)
  expect(latest(alice).photo?.fileId).not.toBe(before.photo?.fileId)
})

test('a button tapped while the picture was on its way works too', async () => {
  const { alice } = trader
  const card = await openCard()
  alice.taps('Chart')
  alice.taps('‹ Bots')

  await untilGone(alice, card.id)
  expect(latest(alice).text).toContain('Your bots')
})

test('without an answer of the exchange there is no chart, and the card stays', async () => {
  const { alice, exchange } = trader
  const card = await openCard()
  exchange.setMaintenance(true)

  const { text, showAlert } = await alice.untilAnswered(alice.taps('Chart'))

  expect(text).toContain('there is no chart. Try again')
  expect(showAlert).toBe(true)
  expect(latest(alice)).toEqual(card)
})

test('nobody draws another’s bot', async () => {
  const { alice } = trader
  await openCard()
  const shown = alice.taps('Chart')
  await alice.untilAnswered(shown)
  const { alice: mallory } = newTrader(world)
  const { id } = await hear(mallory, '/bots', 'no-bots')

  for (const which of ['day', 'week', 'profit']) {
    const tapped = mallory.tapsData(shown.data.replace('day', which), id)
    expect((await mallory.untilAnswered(tapped)).text).toContain('does not exist any more')
  }
})

test('other screens leave the picture behind: it goes, and the answer comes as a text', async () => {
  const { alice } = trader
  await openCard()
  await showChart()
  const { id } = latest(alice)

  await tap(alice, 'Pause', 'bot-paused')

  expect(labels(latest(alice))).toEqual([['Cancel its orders', 'Leave its orders']])
  await untilGone(alice, id)
})
