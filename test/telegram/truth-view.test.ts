import { Big } from 'big.js'
import { expect, test } from 'vitest'
import { UNDOUBTED, type Key } from '../../src/keys/key.ts'
import type { ExitPlan } from '../../src/sagas/exit-plan.ts'
import { liveView } from '../../src/telegram/disconnect/truth-views.ts'

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

const KEY: Key = {
  id: 'key-1',
  userId: '42',
  exchange: 'mexc',
  label: 'MEXC',
  status: 'linked',
  ...UNDOUBTED,
  endTold: undefined,
  watchOnly: false,
  rights: {
    read: true,
    trade: undefined,
    withdraw: undefined,
    ipBound: undefined,
    createdAt: undefined,
    expiresAt: undefined,
  },
  accountUid: 'uid-1',
  takerFeeRate: new Big('0.0005'),
  tail: 'aB3d',
  checkedAt: NOON,
  createdAt: NOON,
}

test.each([
  [0, 'none'],
  [3, '3 (left alone)'],
  [undefined, 'unknown: MEXC does not list them. Left alone, if there are any'],
])('the truth says of %s orders that are not ours: %s', (foreignOrders, words) => {
  const truth: Parameters<typeof liveView>[2] = {
    live: true,
    bots: [],
    orders: [],
    foreignOrders,
    positions: [],
  }

  const { text } = liveView(PLAN, KEY, truth)

  expect(text).toContain(`<b>Orders that are not ours</b>: ${words}`)
})
