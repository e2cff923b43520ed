import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { ExchangeError, type KeyVerdict } from '../../src/exchange/exchange-error.ts'
import type { KeyRights } from '../../src/exchange/exchange.ts'
import { judge, type Judgement, type Probe } from '../../src/keys/health.ts'
import type { Key, KeyCause } from '../../src/keys/key.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aKey } from './support.ts'

const WAITS = [60, 300]
const UNREACHABLE: Probe = { kind: 'unreachable' }

function answered(rights: Partial<KeyRights> = {}): Probe {
  return { kind: 'answered', rights: { ...aKey().rights, ...rights } }
}

function refused(verdict: KeyVerdict | undefined): Probe {
  return { kind: 'refused', error: new ExchangeError('key-rejected', 'Cannot ask', { verdict }) }
}

/** Probes a key at so many seconds after noon, one after the other. */
function judgeAll(start: Key, probes: readonly [seconds: number, Probe][]): Judgement[] {
  let key = start
  return probes.map(([seconds, probe]) => {
    const judgement = judge(key, probe, addSeconds(NOON, seconds), WAITS)
    key = judgement.key
    return judgement
  })
}

/** What matters of judgements, one line each. */
function told(judgements: readonly Judgement[]): string[] {
  return judgements.map(({ key, transition, confirmIn }) =>
    [key.health, key.cause, key.refusals, confirmIn && `again in ${confirmIn}`, transition]
      .filter((part) => part !== undefined)
      .join(' '),
  )
}

describe('judge()', () => {
  test.each<[KeyVerdict | undefined, KeyCause]>([
    ['revoked', 'revoked'],
    ['bad-secret', 'bad-secret'],
    ['not-permitted', 'not-permitted'],
    ['trade-right-lost', 'trade-right-lost'],
    ['frozen', 'frozen'],
    [undefined, 'not-permitted'],
  ])('calls a key dead for %s at the third refusal, after both waits', (verdict, cause) => {
    const judgements = judgeAll(aKey(), [
      [0, refused(verdict)],
      [60, refused(verdict)],
      [360, refused(verdict)],
    ])

    expect(told(judgements)).toEqual([
      `suspect ${cause} 1 again in 60`,
      `suspect ${cause} 2 again in 300`,
      `dead ${cause} 3 died`,
    ])
  })

  test.each<[string, Partial<Key>, Partial<KeyRights>, KeyCause | undefined]>([
    ['may trade', {}, { trade: true }, undefined],
    ['does not tell what it may', {}, { trade: undefined, read: undefined }, undefined],
    ['may not trade any more', {}, { trade: false }, 'trade-right-lost'],
    ['never could trade', { watchOnly: true }, { trade: false }, undefined],
    ['may not read', {}, { read: false }, 'not-permitted'],
    ['may withdraw by now', {}, { withdraw: true }, undefined],
  ])('judges a key by its rights when it %s', (_, overrides, rights, cause) => {
    const { key } = judge(aKey(overrides), answered(rights), NOON, WAITS)

    expect(key).toMatchObject({
      health: cause === undefined ? 'healthy' : 'suspect',
      cause,
      rights,
      checkedAt: NOON,
    })
  })

  test.each<[string, [number, Probe][], string[]]>([
    [
      'a good probe breaks the row of refusals',
      [
        [0, refused('revoked')],
        [60, answered()],
        [120, refused('revoked')],
        [180, refused('revoked')],
      ],
      [
        'suspect revoked 1 again in 60',
        'healthy 0',
        'suspect revoked 1 again in 60',
        'suspect revoked 2 again in 300',
      ],
    ],
    [
      'another cause starts the count anew',
      [
        [0, refused('revoked')],
        [60, refused('revoked')],
        [360, refused('not-permitted')],
        [420, refused('not-permitted')],
        [720, refused('not-permitted')],
      ],
      [
        'suspect revoked 1 again in 60',
        'suspect revoked 2 again in 300',
        'suspect not-permitted 1 again in 60',
        'suspect not-permitted 2 again in 300',
        'dead not-permitted 3 died',
      ],
    ],
    [
      'refusals that come early count for nothing',
      [
        [0, refused('revoked')],
        [1, refused('revoked')],
        [59, refused('revoked')],
        [60, refused('revoked')],
        [70, refused('revoked')],
        [359, refused('revoked')],
        [360, refused('revoked')],
      ],
      [
        'suspect revoked 1 again in 60',
        'suspect revoked 1 again in 59',
        'suspect revoked 1 again in 1',
        'suspect revoked 2 again in 300',
        'suspect revoked 2 again in 290',
        'suspect revoked 2 again in 1',
        'dead revoked 3 died',
      ],
    ],
    [
      'what cannot be reached while suspect does not count and is asked again soon',
      [
        [0, refused('revoked')],
        [60, UNREACHABLE],
        [75, UNREACHABLE],
        [90, refused('revoked')],
        [390, UNREACHABLE],
        [405, refused('revoked')],
      ],
      [
        'suspect revoked 1 again in 60',
        'suspect revoked 1 again in 15',
        'suspect revoked 1 again in 15',
        'suspect revoked 2 again in 300',
        'suspect revoked 2 again in 15',
        'dead revoked 3 died',
      ],
    ],
    [
      'an unreachable probe ahead of its time waits for its time',
      [
        [0, refused('revoked')],
        [10, UNREACHABLE],
      ],
      ['suspect revoked 1 again in 60', 'suspect revoked 1 again in 50'],
    ],
    [
      'a dead key that answers has come back, once',
      [
        [0, refused('frozen')],
        [60, refused('frozen')],
        [360, refused('frozen')],
        [1_000, refused('frozen')],
        [2_000, UNREACHABLE],
        [3_000, answered()],
        [4_000, answered()],
      ],
      [
        'suspect frozen 1 again in 60',
        'suspect frozen 2 again in 300',
        'dead frozen 3 died',
        'dead frozen 3',
        'dead frozen 3',
        'healthy 0 came-back',
        'healthy 0',
      ],
    ],
    [
      'a clock that was set back does not keep a key suspect for ever',
      [
        [0, refused('revoked')],
        [-5_000, refused('revoked')],
      ],
      ['suspect revoked 1 again in 60', 'suspect revoked 2 again in 300'],
    ],
  ])('%s', (_, probes, expected) => {
    expect(told(judgeAll(aKey(), probes))).toEqual(expected)
  })

  test.each<[string, Key]>([
    ['healthy', aKey()],
    ['suspect', aKey({ health: 'suspect', cause: 'revoked', refusals: 1, refusedAt: NOON })],
    ['dead', aKey({ health: 'dead', cause: 'revoked', refusals: 3, refusedAt: NOON })],
  ])('leaves a %s key as it is when the exchange cannot be reached', (_, key) => {
    const judgement = judge(key, UNREACHABLE, addSeconds(NOON, 60), WAITS)

    expect(judgement.key).toEqual(key)
    expect(judgement.transition).toBeUndefined()
  })

  test('keeps a dead key dead when the confirming waits were shortened meanwhile', () => {
    const suspect = aKey({ health: 'suspect', cause: 'revoked', refusals: 2, refusedAt: NOON })

    const died = judge(suspect, refused('revoked'), addSeconds(NOON, 300), [60])
    const silent = judge(suspect, UNREACHABLE, addSeconds(NOON, 300), [60])

    expect(told([died, silent])).toEqual(['dead revoked 3 died', 'suspect revoked 2 again in 15'])
  })
})
