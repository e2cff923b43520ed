import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { endOf, endToTell } from '../../src/keys/key-end.ts'
import type { Key } from '../../src/keys/key.ts'
import { rightsThatGrew } from '../../src/keys/rights-growth.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aKey } from '../support/a-key.ts'

const inDays = (days: number) => addSeconds(NOON, days * 86_400)
const rights = (overrides: Partial<Key['rights']>) => ({ ...aKey().rights, ...overrides })

describe('endOf()', () => {
  test('is the day that the exchange names, or that of its rule for unbound keys', () => {
    const unbound = rights({ ipBound: false, createdAt: NOON })

    expect(endOf(aKey({ rights: rights({ expiresAt: inDays(9) }) }))).toEqual({
      at: inDays(9),
      byRule: false,
    })
    expect(endOf(aKey({ exchange: 'gate', rights: unbound }))).toEqual({
      at: inDays(90),
      byRule: true,
    })
    expect(endOf(aKey({ exchange: 'gate', rights: rights({ createdAt: NOON }) }))).toBeUndefined()
    expect(endOf(aKey({ exchange: 'okx', rights: unbound }))).toBeUndefined()
    expect(
      endOf(aKey({ exchange: 'gate', rights: { ...unbound, createdAt: undefined } })),
    ).toBeUndefined()
  })
})

describe('endToTell()', () => {
  /** The warnings of a key that is looked at on each of these days before its end. */
  function told(daysLeft: readonly number[], overrides: Partial<Key> = {}): (number | undefined)[] {
    const end = inDays(100)
    let key = aKey({ rights: rights({ expiresAt: end }), ...overrides })
    return daysLeft.map((left) => {
      const endTold = endToTell(key, addSeconds(end, -left * 86_400))
      if (endTold !== undefined) key = { ...key, endTold }
      return endTold?.days
    })
  }

  test.each<[string, number[], (number | undefined)[]]>([
    [
      'warns at 14, 7, 3 and 1 days, once each',
      [15, 14, 13, 8, 7, 6.9, 4, 3, 2, 1, 0.5, 0, -1],
      [
        undefined,
        14,
        undefined,
        undefined,
        7,
        undefined,
        undefined,
        3,
        undefined,
        1,
        undefined,
        undefined,
        undefined,
      ],
    ],
    ['tells only the nearest of those that passed unsaid', [5, 4.9, 2], [7, undefined, 3]],
    ['says nothing of what is over', [-1], [undefined]],
  ])('%s', (_, days, expected) => {
    expect(told(days)).toEqual(expected)
  })

  test.each<[string, Partial<Key>]>([
    ['dead', { health: 'dead' }],
    ['suspect', { health: 'suspect' }],
    ['being disconnected', { status: 'disconnecting' }],
  ])('says nothing of a key that is %s', (_, overrides) => {
    expect(told([5], overrides)).toEqual([undefined])
  })

  test('starts anew for another end, not for one that wanders by a day with each answer', () => {
    const endTold = { at: inDays(7), days: 7 }
    const ends = (at: Date) => aKey({ rights: rights({ expiresAt: at }), endTold })

    expect(endToTell(ends(inDays(6.1)), NOON)).toBeUndefined()
    expect(endToTell(ends(inDays(8)), addSeconds(NOON, 86_400))).toBeUndefined()
    expect(endToTell(ends(inDays(97)), inDays(84))).toEqual({ at: inDays(97), days: 14 })
  })
})

test.each<[string, Partial<Key['rights']>, Partial<Key['rights']>, string[]]>([
  ['nothing new', {}, {}, []],
  ['withdraw switched on', { withdraw: false }, { withdraw: true }, ['may-withdraw']],
  [
    'withdraw known for the first time',
    { withdraw: undefined },
    { withdraw: true },
    ['may-withdraw'],
  ],
  ['withdraw known already', { withdraw: true }, { withdraw: true }, []],
  ['withdraw switched off', { withdraw: true }, { withdraw: false }, []],
  ['less told than before', { withdraw: true }, { withdraw: undefined }, []],
  ['its addresses taken away', { ipBound: true }, { ipBound: false }, ['unbound']],
  ['addresses told for the first time', { ipBound: undefined }, { ipBound: false }, []],
  ['both', { ipBound: true }, { ipBound: false, withdraw: true }, ['may-withdraw', 'unbound']],
])('rightsThatGrew() tells %s', (_, before, after, expected) => {
  expect(rightsThatGrew(rights(before), rights(after))).toEqual(expected)
})
