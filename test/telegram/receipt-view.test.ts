import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import type { ExitPlan } from '../../src/sagas/exit-plan.ts'
import type { HandWork } from '../../src/sagas/hand-work-repo.ts'
import { receiptView, type Receipt } from '../../src/telegram/disconnect/receipt-view.ts'
import { wordsOf } from '../../src/telegram/words.ts'
import { aKey } from '../support/a-key.ts'
import { NOON } from '../exchange/hand-clock.ts'

const EN = wordsOf('en')
const w = EN.disconnect.receipt

const PLAN: ExitPlan = {
  id: 'plan-1',
  userId: '7',
  keyId: 'key-1',
  kind: 'disconnect',
  botId: undefined,
  status: 'done',
  version: 9,
  checkDead: false,
  facts: {},
  createdAt: NOON,
}

const CANCEL: HandWork = {
  id: 'line-1',
  userId: '7',
  keyId: 'key-1',
  kind: 'cancel',
  symbol: 'BTC/USDT',
  side: 'sell',
  price: new Big('59000'),
  amount: new Big('0.0086'),
  seenAt: NOON,
  done: false,
}

function headline(overrides: Partial<Receipt>): string {
  const { text } = receiptView(EN, {
    plan: PLAN,
    name: 'Binance',
    key: aKey({ status: 'unlinked' }),
    cancelled: 0,
    positions: [],
    fills: [],
    realized: new Map(),
    kept: [],
    handWork: [],
    movable: 0,
    ...overrides,
  })
  return text.split('\n')[0] ?? ''
}

describe('the headline of a receipt', () => {
  test('says disconnected when nothing is left to do', () => {
    expect(headline({})).toBe(w.disconnected('Binance').text)
    expect(headline({ handWork: [{ ...CANCEL, done: true }] })).toBe(w.disconnected('Binance').text)
  })

  test.each<[string, Partial<Receipt>, number]>([
    ['two orders', { handWork: [CANCEL, { ...CANCEL, id: 'line-2' }] }, 2],
    [
      'an order and a sale of which nobody knows',
      { handWork: [CANCEL], plan: { ...PLAN, facts: { unknownSales: ['ETH/BTC'] } } },
      2,
    ],
    [
      'a sale of which nobody knows',
      { plan: { ...PLAN, facts: { unknownSales: ['ETH/BTC'] } } },
      1,
    ],
  ])('says that the key is erased and what is left, never disconnected: %s', (_, left, things) => {
    const said = headline(left)

    expect(said).toBe(w.leftToDo('Binance', false, things).text)
    expect(said).not.toContain('disconnected')
  })

  test('does not call a sealed key erased', () => {
    const sealed = { plan: { ...PLAN, checkDead: true }, key: aKey({ status: 'sealed' }) }

    const said = headline({ ...sealed, handWork: [CANCEL] })

    expect(said).toBe(w.leftToDo('Binance', true, 1).text)
    expect(said).not.toContain('erased')
  })

  test('of a removal says that the bot is removed, and what is left', () => {
    const said = headline({ plan: { ...PLAN, kind: 'remove' }, handWork: [CANCEL] })

    expect(said).toBe(w.removed('Binance', 1).text)
  })
})
