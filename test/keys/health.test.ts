import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { ExchangeError, type KeyVerdict } from '../../src/exchange/exchange-error.ts'
import type { KeyRights } from '../../src/exchange/exchange.ts'
import { judge, type Doubts, type Judgement, type Probe } from '../../src/keys/health.ts'
import type { Key, KeyCause } from '../../src/keys/key.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { aKey } from '../support/a-key.ts'

const ALONE: Doubts = { confirmSeconds: [60, 300], isShared: false, hasOperator: true }
const UNREACHABLE: Probe = { kind: 'unreachable' }

function answered(rights: Partial<KeyRights> = {}): Probe {
  return { kind: 'answered', rights: { ...aKey().rights, ...rights } }
}

function refused(verdict: KeyVerdict | undefined): Probe {
  return { kind: 'refused', error: new ExchangeError('key-rejected', 'Cannot ask', { verdict }) }
}

/** Probes a key at so many seconds after noon, one after the other. */
function judgeAll(
  start: Key,
  probes: readonly [seconds: number, Probe][],
  doubts: (seconds: number) => Doubts = () => ALONE,
): Judgement[] {
  let key = start
  return probes.map(([seconds, probe]) => {
    const judgement = judge(key, probe, addSeconds(NOON, seconds), doubts(seconds))
    key = judgement.key
    return judgement
  })
}

/** What matters of judgements, one line each. */
function told(judgements: readonly Judgement[]): string[] {
  return judgements.map(({ key, transition, confirmIn }) =>
    [
      key.health,
      key.cause,
      key.refusals,
      confirmIn && `again in ${confirmIn}`,
      key.held ? 'held' : undefined,
      transition,
    ]
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
    const { key } = judge(aKey(overrides), answered(rights), NOON, ALONE)

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

  test('keeps a key suspect while others are refused alike, and confirms it anew when they are not', () => {
    const until = (end: number) => (seconds: number) => ({ ...ALONE, isShared: seconds < end })
    const probes = [0, 60, 360, 660, 1_000, 1_060, 1_360].map((seconds): [number, Probe] => [
      seconds,
      refused('ip-blocked'),
    ])

    expect(told(judgeAll(aKey(), probes, until(1_000)))).toEqual([
      'suspect ip-blocked 1 again in 60',
      'suspect ip-blocked 2 again in 300',
      'suspect ip-blocked 3 again in 300 held',
      'suspect ip-blocked 3 again in 300 held',
      'suspect ip-blocked 1 again in 60',
      'suspect ip-blocked 2 again in 300',
      'dead ip-blocked 3 died',
    ])
  })

  test.each<[KeyVerdict, number]>([
    ['revoked', 15],
    ['expired', 15],
    ['bad-secret', 15],
    ['frozen', 15],
    ['permission-lost', 15],
    ['ip-blocked', 360],
    ['not-permitted', 360],
    ['wrong-environment', 360],
  ])('holds back what is %s alike with others for %i minutes and no longer', (verdict, minutes) => {
    const shared = () => ({ ...ALONE, isShared: true })
    const [before, after] = [minutes * 60 - 1, minutes * 60 + 299]
    const probes = [0, 60, 360, before, after].map((seconds): [number, Probe] => [
      seconds,
      refused(verdict),
    ])

    const judgements = judgeAll(aKey(), probes, shared)

    expect(judgements.map(({ key }) => key.health)).toEqual([
      ...Array<string>(4).fill('suspect'),
      'dead',
    ])
  })

  test('holds nothing back for longer than a quarter of an hour where nobody is told of it', () => {
    const alone = () => ({ ...ALONE, isShared: true, hasOperator: false })
    const probes = [0, 60, 360, 660, 960].map((seconds): [number, Probe] => [
      seconds,
      refused('ip-blocked'),
    ])

    expect(told(judgeAll(aKey(), probes, alone)).at(-1)).toBe('dead ip-blocked 4 died')
  })

  test('tells once what else a dead key is refused for, as surely as the first', () => {
    const dead = aKey({ health: 'dead', cause: 'ip-blocked', refusals: 3, refusedAt: NOON })
    const probes: [number, Probe][] = [
      [1_000, refused('revoked')],
      [1_030, refused('revoked')],
      [2_000, refused('ip-blocked')],
      [3_000, refused('revoked')],
      [4_000, refused('revoked')],
      [5_000, refused('revoked')],
      [6_000, refused('revoked')],
    ]

    expect(told(judgeAll(dead, probes))).toEqual([
      'dead ip-blocked 1',
      'dead ip-blocked 1',
      'dead ip-blocked 1',
      'dead ip-blocked 1',
      'dead ip-blocked 2',
      'dead revoked 3 cause-changed',
      'dead revoked 3',
    ])
  })

  test('takes a key that some call was refused with as doubted, not as refused once', () => {
    const doubted = aKey({ health: 'suspect', refusals: 0, refusedSince: NOON })

    const judgements = [refused('revoked'), answered(), UNREACHABLE].map((probe) =>
      judge(doubted, probe, addSeconds(NOON, 1), ALONE),
    )

    expect(told(judgements)).toEqual([
      'suspect revoked 1 again in 60',
      'healthy 0',
      'suspect 0 again in 15',
    ])
  })

  test('keeps what an answer leaves open as it was last told', () => {
    const key = aKey({ rights: { ...aKey().rights, withdraw: true } })
    const open = { withdraw: undefined, ipBound: undefined, createdAt: undefined }

    expect(judge(key, answered(open), NOON, ALONE).key.rights).toEqual(key.rights)
  })

  test.each<[string, Key]>([
    ['healthy', aKey()],
    ['suspect', aKey({ health: 'suspect', cause: 'revoked', refusals: 1, refusedAt: NOON })],
    ['dead', aKey({ health: 'dead', cause: 'revoked', refusals: 3, refusedAt: NOON })],
  ])('leaves a %s key as it is when the exchange cannot be reached', (_, key) => {
    const judgement = judge(key, UNREACHABLE, addSeconds(NOON, 60), ALONE)

    expect(judgement.key).toEqual(key)
    expect(judgement.transition).toBeUndefined()
  })

  test('keeps a dead key dead when the confirming waits were shortened meanwhile', () => {
    const suspect = aKey({ health: 'suspect', cause: 'revoked', refusals: 2, refusedAt: NOON })

    const shorter = { ...ALONE, confirmSeconds: [60] }
    const died = judge(suspect, refused('revoked'), addSeconds(NOON, 300), shorter)
    const silent = judge(suspect, UNREACHABLE, addSeconds(NOON, 300), shorter)

    expect(told([died, silent])).toEqual(['dead revoked 3 died', 'suspect revoked 2 again in 15'])
  })
})
