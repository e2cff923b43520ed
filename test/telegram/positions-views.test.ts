import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { Market } from '../../src/exchange/market.ts'
import { valuePosition } from '../../src/sagas/valuation.ts'
import type { OpenPosition } from '../../src/telegram/trading-bots/open-positions.ts'
import {
  positionsView,
  type PositionOrder,
} from '../../src/telegram/trading-bots/positions-views.ts'
import type { View } from '../../src/telegram/view.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { positionOf } from '../../src/trading/position.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const asOf = new Date('2026-11-22T12:00:00Z')

/** A bot that bought `amount` coins at `cost` each; `price` is what they sell for now. */
function aPosition(
  name: string,
  { amount = '1', cost, price }: { amount?: string; cost: string; price: string | undefined },
): OpenPosition {
  const [base, quote] = ['SOL', 'USDT']
  const bot = { name, symbol: 'SOL/USDT' } as TradingBot
  const buy = {
    side: 'buy',
    amount: new Big(amount),
    cost: new Big(cost).times(amount),
    fees: [],
  } as const
  const position = positionOf([buy], base, quote)
  if (price === undefined) {
    return { bot, position, gone: false, priceNow: undefined, valued: undefined, rate: undefined }
  }
  const market: Market = {
    symbol: 'SOL/USDT',
    base,
    quote,
    active: true,
    maxAmount: undefined,
    tickSize: new Big('0.01'),
    stepSize: new Big('0.001'),
    minAmount: new Big('0.001'),
    minCost: new Big(5),
  }
  const book = { bids: [{ price: new Big(price), amount: new Big(1_000) }], asks: [] }
  const valued = valuePosition({ bot, position }, market, book, new Big('0.001'))
  return { bot, position, gone: false, priceNow: new Big(price), valued, rate: new Big(1) }
}

const FOUR = [
  aPosition('Grid SOL/USDT 2', { cost: '100', price: '150' }),
  aPosition('Grid SOL/USDT', { cost: '160', price: '150', amount: '5' }),
  aPosition('Grid SOL/USDT 10', { cost: '120', price: undefined }),
  aPosition('Grid SOL/USDT 3', { cost: '140', price: '150', amount: '2' }),
]

function names({ text }: View): string[] {
  return [...text.matchAll(/\((Grid [^)]*)\)/g)].map(([, name = '']) => name)
}

test.each<[PositionOrder, number[]]>([
  ['profit', [2, 3, 1, 10]],
  ['size', [1, 3, 2, 10]],
  ['name', [1, 2, 3, 10]],
])('positions are listed by %s, those of unknown worth last', (order, numbers) => {
  const shown = names(positionsView(EN, FOUR, { order, page: 1, asOf }))

  expect(shown).toEqual(numbers.map((n) => (n === 1 ? 'Grid SOL/USDT' : `Grid SOL/USDT ${n}`)))
})

test('the screen tells each position, the sum of what is known, and when it was so', () => {
  const { text, keyboard } = positionsView(EN, FOUR, { order: 'profit', page: 1, asOf })

  expect(text).toMatchInlineSnapshot(`
    "<b>Open positions</b>, if sold now

    • <b>1 SOL</b> (Grid SOL/USDT 2), cost 100 USDT, now about 150: <b>+49.85 USDT</b>
    • <b>2 SOL</b> (Grid SOL/USDT 3), cost 140 USDT, now about 150: <b>+19.70 USDT</b>
    • <b>5 SOL</b> (Grid SOL/USDT), cost 160 USDT, now about 150: <b>-50.75 USDT</b>
    • <b>1 SOL</b> (Grid SOL/USDT 10), cost 120 USDT; what it would bring now is unknown, the exchange does not answer

    4 positions together: about <b>+18.80 USDT</b> (winners +69.55 USDT, losers -50.75 USDT), without 1 position of unknown worth

    As of 2026-11-22 12:00 UTC"
  `)
  expect(keyboard.map((row) => row.map((one) => one.text))).toEqual([
    ['· By profit ·', 'By size', 'By name'],
    ['↻ Reload', 'Bots'],
  ])
})

test('three hundred positions come in pages that Telegram takes, none left out', () => {
  const all = Array.from({ length: 300 }, (_, i) =>
    aPosition(`Grid SOL/USDT ${i}`, { amount: '123456.789', cost: '123.456789', price: '99.99' }),
  )
  const pages = Array.from({ length: 12 }, (_, i) =>
    positionsView(EN, all, { order: 'name', page: i + 1, asOf }),
  )

  expect(new Set(pages.flatMap(names)).size).toBe(300)
  for (const { text, keyboard } of pages) {
    expect(text.replaceAll(/<[^>]+>/g, '').length).toBeLessThan(4_096)
    expect(keyboard.flat().length).toBeLessThan(10)
  }
  const [, pager] = pages[6]?.keyboard ?? []
  expect(pager).toEqual([
    { text: '‹ 6', callback_data: 'positions:name:6' },
    { text: '7 of 12', callback_data: 'positions:name:7' },
    { text: '8 ›', callback_data: 'positions:name:8' },
  ])
  expect(positionsView(EN, all, { order: 'name', page: 99, asOf })).toEqual(pages[11])
})

test('without positions the screen says so', () => {
  const { text, keyboard } = positionsView(EN, [], { order: 'profit', page: 1, asOf })

  expect(text).toContain('None: your bots hold no coins.')
  expect(keyboard).toHaveLength(1)
})
