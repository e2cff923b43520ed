import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { ExitPlan, ExitPosition } from '../../src/sagas/exit-plan.ts'
import { checklistView, pageWithLine } from '../../src/telegram/disconnect/checklist-view.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const TITLE = {
  plan: { id: '0b7c1c9e-7f0e-4a2e-9b1e-0c8f5d3a1b2c', version: 3, kind: 'disconnect' } as ExitPlan,
  name: 'Binance',
}

function aPosition(i: number): ExitPosition {
  return {
    botId: `bot-${i}`,
    symbol: 'SOL/USDT',
    amount: new Big('123.456'),
    averageCost: new Big('150.123456'),
    priceShown: new Big('149.99'),
    profitShown: new Big(-i),
    decision: i % 2 === 0 ? 'close' : 'keep',
  } as ExitPosition
}

test('150 positions can be chosen among, page by page, each under its own number', () => {
  const positions = Array.from({ length: 150 }, (_, i) => aPosition(i))
  const pages = Array.from({ length: 8 }, (_, i) => checklistView(EN, TITLE, positions, i + 1))

  for (const { text, keyboard } of pages) {
    expect(text).toContain('75 of 150 ticked')
    expect(text.replaceAll(/<[^>]+>/g, '').length).toBeLessThan(4_096)
    expect(keyboard.flat().length).toBeLessThan(30)
  }
  const data = pages.flatMap(({ keyboard }) => keyboard.flat()).map(dataOf)
  const turned = data.flatMap((one) => /:3:t(\d+)$/.exec(one)?.[1] ?? [])
  expect(turned).toEqual(positions.map((_, i) => String(i)))
  expect(data.every((one) => Buffer.byteLength(one) <= 64)).toBe(true)
  expect([0, 19, 20, 149].map(pageWithLine)).toEqual([1, 1, 2, 8])
})

test('a button names the amount where two positions are of one coin, and only there', () => {
  const positions = [
    { ...aPosition(0), amount: new Big('0.02583418') },
    { ...aPosition(1), amount: new Big('0.00168831'), symbol: 'SOL/BTC' },
    { ...aPosition(2), symbol: 'ADA/USDT' },
  ]
  const { keyboard } = checklistView(EN, TITLE, positions, 1)

  const named = keyboard.flat().map(({ text }) => text.split(' ').slice(2, -2))
  expect(named.slice(0, 3)).toEqual([['0.02583', 'SOL'], ['0.001688', 'SOL'], ['ADA']])
})

function dataOf(one: object): string {
  return 'callback_data' in one && typeof one.callback_data === 'string' ? one.callback_data : ''
}
