import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import {
  failsAloneSince,
  forOperators,
  judgeStandstills,
  type Failing,
  type Standstill,
} from '../../src/sagas/standstill.ts'
import { NOON } from '../exchange/hand-clock.ts'

const MINUTE = 60
const START = addSeconds(NOON, -24 * 3_600)

function failing(minutes: number, overrides: Partial<Failing> = {}): Failing {
  const since = addSeconds(NOON, -minutes * MINUTE)
  const place = { userId: '7', exchange: 'binance', scope: '' } as const
  return { ...place, cause: 'unreachable', since, causeSince: since, allowed: 300, ...overrides }
}

function told(overrides: Partial<Standstill> = {}): Standstill {
  const since = addSeconds(NOON, -20 * MINUTE)
  const place = { userId: '7', exchange: 'binance', scope: '' } as const
  return { ...place, cause: 'unreachable', since, ...overrides }
}

function judge(some: Failing[], open: Standstill[] = [], awakeSince = START) {
  const { begun, cleared } = judgeStandstills(some, open, { now: NOON, awakeSince })
  return {
    begun: begun.map(({ userId, scope, cause }) => [userId, scope, cause].join(' ')),
    cleared: cleared.map(({ userId, scope }) => [userId, scope].join(' ')),
  }
}

describe('judgeStandstills()', () => {
  test('tells what fails for 5 minutes, and nothing before', () => {
    expect(judge([failing(4.9)]).begun).toEqual([])
    expect(judge([failing(5)]).begun).toEqual(['7  unreachable'])
  })

  test('tells the same trouble of several keys once, with its beginning', () => {
    const { begun } = judgeStandstills([failing(6), failing(9), failing(7)], [], {
      now: NOON,
      awakeSince: START,
    })
    expect(begun.map(({ since }) => since)).toEqual([addSeconds(NOON, -9 * MINUTE)])
  })

  test('tells it to each trader, and each pair on its own', () => {
    const pair = { scope: 'ETH/USDT', cause: 'pair' } as const
    expect(judge([failing(6), failing(6, { userId: '8' }), failing(6, pair)]).begun).toEqual([
      '7  unreachable',
      '8  unreachable',
      '7 ETH/USDT pair',
    ])
  })

  test('counts nothing from before the host woke up', () => {
    expect(judge([failing(600)], [], addSeconds(NOON, -4 * MINUTE)).begun).toEqual([])
    expect(judge([failing(600)], [], addSeconds(NOON, -5 * MINUTE)).begun).toHaveLength(1)
  })

  test('tells nothing twice, and another cause only once it has lasted on its own', () => {
    expect(judge([failing(30)], [told()]).begun).toEqual([])
    const flapping = failing(30, { cause: 'errors', causeSince: addSeconds(NOON, -MINUTE) })
    expect(judge([flapping], [told()])).toEqual({ begun: [], cleared: [] })
    const lasting = failing(30, { cause: 'errors', causeSince: addSeconds(NOON, -6 * MINUTE) })
    expect(judge([lasting], [told()])).toEqual({ begun: ['7  errors'], cleared: [] })
  })

  test('clears a place when nothing fails there any more, whatever fails elsewhere', () => {
    const open = [told(), told({ scope: 'ETH/USDT', cause: 'pair' }), told({ cause: 'errors' })]
    expect(judge([failing(1, { scope: 'ETH/USDT', cause: 'pair' })], open).cleared).toEqual(['7 '])
  })

  test('gives what waits for longer its own time', () => {
    expect(judge([failing(14, { allowed: 900 })]).begun).toEqual([])
    expect(judge([failing(15, { allowed: 900 })]).begun).toHaveLength(1)
  })
})

test('forOperators() leaves out traders and pairs', () => {
  const all = forOperators([failing(6), failing(6, { userId: '8', scope: 'X/Y', cause: 'pair' })])
  expect(judge(all).begun).toEqual(['  unreachable', ' pair pair'])
})

describe('failsAloneSince()', () => {
  const minutesAgo = (minutes: number) => addSeconds(NOON, -minutes * MINUTE)
  const failed = { since: minutesAgo(11), before: undefined }

  test('is undefined while the exchange answers nothing else', () => {
    expect(failsAloneSince(failed, undefined, NOON)).toBeUndefined()
    expect(failsAloneSince(failed, minutesAgo(11.5), NOON)).toBeUndefined()
    expect(failsAloneSince(failed, minutesAgo(6), NOON)).toBeUndefined()
  })

  test('counts from the first answer after an outage, not from the failure', () => {
    const first = minutesAgo(0.5)
    expect(failsAloneSince(failed, first, NOON)).toEqual(first)
    expect(failsAloneSince({ ...failed, before: minutesAgo(4) }, first, NOON)).toEqual(
      minutesAgo(4),
    )
  })
})
