import { expect, test } from 'vitest'
import type { ExitPlan } from '../../src/sagas/exit-plan.ts'
import { liveView } from '../../src/telegram/disconnect/truth-views.ts'
import { aKey } from '../support/a-key.ts'
import { wordsOf } from '../../src/telegram/words.ts'

const EN = wordsOf('en')

const NOON = new Date('2026-11-22T12:00:00Z')

const PLAN: ExitPlan = {
  id: 'plan-1',
  userId: '42',
  keyId: 'key-1',
  kind: 'disconnect',
  botId: undefined,
  status: 'draft',
  version: 1,
  checkDead: false,
  facts: {},
  createdAt: NOON,
}

const KEY = aKey({ exchange: 'mexc', label: 'MEXC' })

test.each([
  [0, 'none'],
  [3, '3 (left alone)'],
  [undefined, 'unknown: MEXC does not list them. Left alone, if there are any'],
])('the truth says of %s orders that are not ours: %s', (foreignOrders, words) => {
  const truth: Parameters<typeof liveView>[3] = {
    live: true,
    bots: [],
    orders: [],
    unanswered: [],
    foreignOrders,
    otherKeysOrders: 0,
    positions: [],
  }

  const { text } = liveView(EN, PLAN, KEY, truth)

  expect(text).toContain(`<b>Orders that are not ours</b>: ${words}`)
})
