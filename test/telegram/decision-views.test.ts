import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { ExitPlan, ExitPosition } from '../../src/sagas/exit-plan.ts'
import { planView } from '../../src/telegram/disconnect/decision-views.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { anExitPosition } from '../sagas/exit-position.ts'

const EN = wordsOf('en')
const w = EN.disconnect
const TITLE = {
  plan: { id: 'plan-1', version: 3, kind: 'disconnect' } as ExitPlan,
  name: 'Binance',
}

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
