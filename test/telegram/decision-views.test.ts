import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { ExitPlan, ExitPosition } from '../../src/sagas/exit-plan.ts'
import { checklistView } from '../../src/telegram/disconnect/checklist-view.ts'
import { lossView, planView, positionsView } from '../../src/telegram/disconnect/decision-views.ts'
import type { View } from '../../src/telegram/view.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { anExitPosition } from '../sagas/exit-position.ts'

const EN = wordsOf('en')
const w = EN.disconnect
const TITLE = {
  plan: { id: 'plan-1', version: 3, kind: 'disconnect' } as ExitPlan,
  name: 'Binance',
}
const labels = ({ keyboard }: View) => keyboard.flat().map(({ text }) => text)

describe('planView()', () => {
  const shown = (...positions: Partial<ExitPosition>[]) =>
    planView(
      EN,
      TITLE,
      {
        orders: 0,
        bots: 1,
        positions: positions.map((one) => anExitPosition({ decision: 'close', ...one })),
      },
      { go: 'go', goAndCheck: 'check' },
    ).text

  test('counts what is locked neither into the proceeds nor into the profit', () => {
    // 110 for the first; half of the second is free, which brings 45 of 90 and loses 5 of 10.
    const loser = { profitShown: new Big(-10), priceShown: new Big(90), notFree: new Big('0.5') }

    expect(shown({}, loser)).toContain(w.plan.sells(2, 2, '155.00 USDT', '+5.00 USDT').text)
  })

  test('counts nothing of what is locked whole', () => {
    const locked = { profitShown: new Big(-10), notFree: new Big(1) }

    expect(shown({}, locked)).toContain(w.plan.sells(2, 1, '110.00 USDT', '+10.00 USDT').text)
  })
})

describe('Look again', () => {
  const views = (position: ExitPosition) => [
    positionsView(EN, TITLE, [position]),
    checklistView(EN, TITLE, [position], 1),
    lossView(EN, TITLE, [position], 'token'),
  ]

  test('has a button on every screen that says to tap it', () => {
    for (const view of views(anExitPosition({ notFree: new Big('0.5') }))) {
      expect(view.text).toContain(w.lookAgain)
      expect(labels(view)).toContain(w.lookAgain)
    }
  })

  test('is not offered where all is free', () => {
    for (const view of views(anExitPosition())) {
      expect(labels(view)).not.toContain(w.lookAgain)
    }
  })
})

describe('Close winners only', () => {
  const LOSER = { botId: 'loser', profitShown: new Big(-10) }
  const NO_PRICE = { priceShown: new Big(0), profitShown: new Big(0) }
  const UNLISTED = { ...NO_PRICE, outcome: 'unlisted', decision: 'keep' } as const
  const DUST = { outcome: 'dust', decision: 'keep' } as const
  const UNPRICED = { ...NO_PRICE, cause: 'unpriced' } as const

  test.each<[string, Partial<ExitPosition>[], boolean]>([
    ['a winner and a loser', [{}, LOSER], true],
    ['a winner and one without a price', [{}, UNPRICED], true],
    ['losers only', [LOSER, LOSER], false],
    ['winners only', [{}, {}], false],
    ['a loser and one that can’t be sold any more', [LOSER, UNLISTED], false],
    ['a loser and one without a price', [LOSER, UNPRICED], false],
    ['a loser and one that is too small', [LOSER, DUST], false],
    ['a winner and one that can’t be sold any more', [{}, UNLISTED], false],
  ])('is offered or not: %s', (_, positions, offered) => {
    const view = positionsView(
      EN,
      TITLE,
      positions.map((one) => anExitPosition(one)),
    )

    expect(labels(view).includes(w.positions.winners)).toBe(offered)
  })
})
