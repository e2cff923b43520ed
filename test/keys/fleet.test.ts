import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { isFleetRefusal, type OtherKey } from '../../src/keys/fleet.ts'
import type { KeyCause } from '../../src/keys/key.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aKey } from '../support/a-key.ts'

const at = (seconds: number) => addSeconds(NOON, seconds)

/** Answered well a minute after noon. */
function well(overrides: Partial<OtherKey> = {}): OtherKey {
  const healthy = { health: 'healthy', cause: undefined, refusedSince: undefined } as const
  return { ...healthy, checkedAt: at(60), ipBound: true, ...overrides }
}

/** Refused first half a minute after noon, and again at a minute. */
function refused(cause: KeyCause, overrides: Partial<OtherKey> = {}): OtherKey {
  return { ...well(), health: 'suspect', cause, refusedSince: at(30), ...overrides }
}

function times<T>(n: number, one: T): T[] {
  return Array.from({ length: n }, () => one)
}

describe('isFleetRefusal()', () => {
  test.each<[string, boolean, KeyCause, OtherKey[], boolean | undefined]>([
    ['a key alone', false, 'ip-blocked', [], true],
    ['others that are all well', false, 'ip-blocked', times(3, well()), true],
    ['one other refused alike', true, 'ip-blocked', [refused('ip-blocked')], true],
    ['one other refused for something else', true, 'revoked', [refused('ip-blocked')], true],
    [
      'two that die among six that are well: a coincidence can’t be told yet',
      true,
      'revoked',
      [refused('revoked'), ...times(6, well())],
      true,
    ],
    [
      'two that die among seven that are well',
      false,
      'revoked',
      [refused('revoked'), ...times(7, well())],
      true,
    ],
    [
      'a quarter of a crowd',
      true,
      'revoked',
      [...times(7, refused('revoked')), ...times(23, well())],
      true,
    ],
    [
      'a bound key: those that work from anywhere say nothing of our address',
      true,
      'ip-blocked',
      [refused('ip-blocked'), ...times(20, well({ ipBound: false }))],
      true,
    ],
    [
      'an unbound key: our address is nothing to it',
      false,
      'not-permitted',
      [refused('not-permitted'), ...times(20, well({ ipBound: false }))],
      false,
    ],
    [
      'a deleted key: all that were answered well count',
      false,
      'revoked',
      [refused('revoked'), ...times(20, well({ ipBound: false }))],
      true,
    ],
    [
      'another that is refused since yesterday',
      false,
      'ip-blocked',
      [refused('ip-blocked', { health: 'dead', refusedSince: at(-86_400) })],
      true,
    ],
    [
      'another that was called dead within the same minutes',
      true,
      'ip-blocked',
      [refused('ip-blocked', { health: 'dead' })],
      true,
    ],
    [
      'answers from before it was refused',
      true,
      'ip-blocked',
      [refused('ip-blocked'), ...times(20, well({ checkedAt: at(-1) }))],
      true,
    ],
    [
      'another that is doubted and not asked yet',
      false,
      'ip-blocked',
      [refused('ip-blocked', { cause: undefined, checkedAt: at(-1) })],
      true,
    ],
  ])('weighs %s: %s', (_, expected, cause, others, ipBound) => {
    const key = aKey({ refusedSince: NOON, rights: { ...aKey().rights, ipBound } })

    expect(isFleetRefusal(key, cause, others, 240)).toBe(expected)
  })

  test('knows of no fleet before a key was refused', () => {
    expect(isFleetRefusal(aKey(), 'ip-blocked', [refused('ip-blocked')], 240)).toBe(false)
  })
})
