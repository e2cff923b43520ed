import { Big } from 'big.js'
import { expect, test } from 'vitest'
import type { Key } from '../../src/keys/key.ts'
import type { Adapted } from '../../src/trading-bots/adapt-settings.ts'
import type { MovePlan } from '../../src/telegram/trading-bots/move-plan.ts'
import { fromShortId, toShortId } from '../../src/telegram/short-id.ts'
import {
  moveData,
  movePlanView,
  movedView,
  type MoveSource,
} from '../../src/telegram/trading-bots/move-views.ts'
import type { View } from '../../src/telegram/view.ts'
import type { TradingBot } from '../../src/trading-bots/trading-bot.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const ID = '3f6c2a1e-0b1d-4c55-9e0a-7d2f8b6a9c01'
const PLAN: MoveSource = { kind: 'exit', id: ID }
const kraken = { id: ID, label: 'Kraken' } as Key

function aBot(overrides: Partial<TradingBot> = {}): TradingBot {
  const parameters = { lower: '55000', upper: '65000', money: '100', gridCount: '10' }
  return {
    id: ID,
    name: 'Grid BTC/USDT',
    strategy: 'grid',
    symbol: 'BTC/USDT',
    parameters,
    ...overrides,
  } as TradingBot
}

type Fits = Extract<Adapted, { kind: 'fits' }>

function fits(overrides: Partial<Fits> = {}): Fits {
  const { parameters, symbol } = aBot()
  return { kind: 'fits', symbol, parameters, changes: [], asks: [], ...overrides }
}

function aPlan(adapted: readonly Adapted[], money: MovePlan['money'] = []): MovePlan {
  const proposals = adapted.map((one, i) => ({ bot: aBot({ name: `Bot ${i + 1}` }), adapted: one }))
  return { key: kraken, proposals, money }
}

function picture({ text, keyboard }: View): string {
  return [text, ...keyboard.map((row) => row.map((one) => `[${one.text}]`).join(' '))].join('\n')
}

const CHANGES: Fits['changes'] = [
  { name: 'lower', from: new Big('55000.05'), to: new Big(55_000), cause: 'price-step' },
  { name: 'gridCount', from: new Big(12), to: new Big(10), cause: 'minimum' },
]
const COIN = { kind: 'coin', from: 'USDT', to: 'USDC' } as const
const MONEY = { kind: 'money', given: new Big(100), needed: new Big(140) } as const

test('the preview tells of each bot what is adapted, asked or in the way, and of the money', () => {
  const adapted: Adapted[] = [
    fits({ changes: CHANGES }),
    fits({ symbol: 'BTC/USDC', asks: [COIN] }),
    fits({ asks: [MONEY] }),
    { kind: 'not-traded' },
    { kind: 'no-price', symbol: 'BTC/USDT' },
    { kind: 'refused', symbol: 'BTC/USDT', sentence: 'Lowest price must be at most 1 USDT.' },
  ]
  const money = [
    { quote: 'USDT', given: new Big(240), free: new Big('99.999') },
    { quote: 'USDC', given: new Big(100), free: undefined },
  ]

  expect(picture(movePlanView(EN, PLAN, aPlan(adapted, money), undefined))).toMatchInlineSnapshot(`
    "<b>Move 6 bots to Kraken</b>

    • <b>Bot 1</b>: Lowest price 55,000 USDT, Highest price 65,000 USDT, Money 100 USDT, Number of grids 10
    ↳ Lowest price: 55,000 USDT instead of 55,000.05, as prices move in larger steps there.
    ↳ Number of grids: 10 instead of 12, or its orders would be too small there.
    • <b>Bot 2</b>: Lowest price 55,000 USDC, Highest price 65,000 USDC, Money 100 USDC, Number of grids 10
    ❓ BTC/USDT is not traded on Kraken, BTC/USDC is: its money would be <b>USDC, another coin</b> than USDT.
    • <b>Bot 3</b>: Lowest price 55,000 USDT, Highest price 65,000 USDT, Money 100 USDT, Number of grids 10
    ❓ The smallest orders of Kraken need <b>140 USDT</b>; the bot was given 100.
    • <b>Bot 4</b> can’t move: Kraken trades BTC/USDT neither as it is nor for another dollar.
    • <b>Bot 5</b> can’t move now: Kraken tells no price of BTC/USDT.
    • <b>Bot 6</b> can’t move as it is. Lowest price must be at most 1 USDT. Make a new bot with other numbers: /newbot

    ⚠️ Given in all: 240 USDT, and only 99.99 USDT is free on Kraken. Bring in the rest before you resume.
    Given in all: 100 USDC. What is free on Kraken is unknown now.
    A bot that moves is made anew there, paused: it orders nothing until you resume it.
    History stays with the old bots: /export
    [Create paused]
    [Decide: Bot 2]
    [Decide: Bot 3]
    [Bots]"
  `)
})

test('a single bot is asked for all at once, by its button', () => {
  const yes = (asks: Fits['asks'], symbol = 'BTC/USDT') =>
    movePlanView(EN, { kind: 'bot', id: ID }, aPlan([fits({ asks, symbol })]), undefined)
      .keyboard[0]

  expect(yes([])).toMatchObject([{ text: 'Create paused' }])
  expect(yes([COIN], 'BTC/USDC')).toMatchObject([{ text: 'Create paused, in USDC' }])
  expect(yes([COIN, MONEY], 'BTC/USDC')).toMatchObject([
    {
      text: 'Create paused with 140 USDC',
      callback_data: `mv:b${toShortId(ID)}:${toShortId(ID)}:140`,
    },
  ])
  expect(
    movePlanView(EN, { kind: 'bot', id: ID }, aPlan([{ kind: 'not-traded' }]), undefined).keyboard,
  ).toHaveLength(1)
})

test('what is made can be resumed at once, and what is asked is not forgotten', () => {
  const made = [1, 2].map((n) => ({ from: aBot(), to: aBot({ name: `Grid BTC/USDT ${n + 1}` }) }))
  const { proposals } = aPlan([fits({ asks: [MONEY] })])
  const view = movedView(EN, { key: kraken, made, rest: proposals, old: undefined, token: 'token' })

  expect(picture(view)).toContain('[Resume] [Bots]\n[Decide: Bot 1]')
  expect(view.keyboard[0]?.[0]).toMatchObject({ callback_data: 'bots:go:token' })
})

test('moveData() fits into a button, whatever is said yes to', () => {
  expect(fromShortId(toShortId(ID))).toBe(ID)
  expect(moveData(PLAN, kraken, '0.0000000123').length).toBeLessThanOrEqual(64)
})
