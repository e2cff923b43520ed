import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { EXCHANGE_IDS } from '../../src/exchange/exchange-id.ts'
import { probesAMinute } from '../../src/exchange/rate-limit/probe-pace.ts'
import { deadSeconds, nextTurn, paceOf, turnAfter } from '../../src/keys/pace.ts'
import { NOON } from '../exchange/hand-clock.ts'

const WISHED = { idle: 240, busy: 60 }

describe('turnAfter()', () => {
  test('spreads keys that were asked at one moment evenly over their interval', () => {
    const waits = Array.from({ length: 4_000 }, (_, i) => {
      const id = `0198c5e2-7d3a-7000-8000-${String(i * 7_919).padStart(12, '0')}`
      return (turnAfter(id, NOON, 240).getTime() - NOON.getTime()) / 1000
    })

    expect(Math.min(...waits)).toBeGreaterThan(0)
    expect(Math.max(...waits)).toBeLessThanOrEqual(240.001)
    for (const from of [0, 60, 120, 180]) {
      const inQuarter = waits.filter((wait) => wait > from && wait <= from + 60)
      expect(Math.abs(inQuarter.length - 1_000)).toBeLessThan(150)
    }
  })

  test('keeps a key to its own moment, however late it was asked', () => {
    const first = turnAfter('key-1', NOON, 240)
    const second = turnAfter('key-1', addSeconds(first, 17), 240)

    expect(second.getTime() - first.getTime()).toBe(240_000)
  })
})

test('nextTurn() keeps turns apart where the exchange sets the pace', () => {
  expect(nextTurn('key-1', NOON, 500, 240)).toEqual(addSeconds(NOON, 500))
  expect(nextTurn('key-1', NOON, 240, 240)).toEqual(turnAfter('key-1', NOON, 240))
})

describe('paceOf()', () => {
  test.each([
    ['few keys as often as wished', 'binance', { keys: 1_000, busy: 300 }, WISHED],
    ['any number where no limit is known', 'okx', { keys: 1e6, busy: 1e6 }, WISHED],
    [
      'many idle keys as the limit lets',
      'binance',
      { keys: 50_000, busy: 0 },
      { idle: 400, busy: 60 },
    ],
    ['busy keys first', 'binance', { keys: 50_000, busy: 3_000 }, { idle: 627, busy: 60 }],
    [
      'idle keys too when busy ones would take all',
      'binance',
      { keys: 20_000, busy: 10_000 },
      { idle: 400, busy: 100 },
    ],
    [
      'less where bots trade from the same budget',
      'bitfinex',
      { keys: 600, busy: 10 },
      { idle: 1_953, busy: 60 },
    ],
  ] as const)('asks %s', (_, exchange, crowd, expected) => {
    const { idle, busy } = paceOf(exchange, crowd, WISHED)

    expect({ idle: Math.round(idle), busy: Math.round(busy) }).toEqual(expected)
    const perMinute = ((crowd.keys - crowd.busy) / idle + crowd.busy / busy) * 60
    expect(perMinute).toBeLessThanOrEqual(probesAMinute(exchange, crowd.busy > 0) * 1.2501)
  })
})

describe('probesAMinute()', () => {
  test.each([
    ['half of a budget that nothing else uses', 'binance', true, 6_000],
    ['half of one while nobody trades', 'bitfinex', false, 45],
    ['a quarter of one that trading uses too', 'bitfinex', true, 22.5],
    ['by the second cost where that is the address’s', 'bitget', true, 1_500],
    ['no end where the exchange counts by key', 'okx', true, Infinity],
  ] as const)('gives %s', (_, id, trading, expected) => {
    expect(probesAMinute(id, trading)).toBe(expected)
  })

  test('knows a number for each exchange', () => {
    for (const id of EXCHANGE_IDS) expect(probesAMinute(id, true)).toBeGreaterThan(20)
  })
})

test.each([
  ['in the first day', 3_600, 720],
  ['after a day', 86_400, 3_600],
  ['after a week', 7 * 86_400, 21_600],
])('deadSeconds() asks less and less often: %s', (_, seconds, expected) => {
  const key = { refusedSince: NOON }

  expect(deadSeconds(key, addSeconds(NOON, seconds), 720)).toBe(expected)
})
