import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import type { ExitPosition } from '../../src/sagas/exit-plan.ts'
import type { Exit } from '../../src/sagas/exit-context.ts'
import {
  answerOf,
  areQuestionsStale,
  askAgainAt,
  questionId,
} from '../../src/sagas/exit-question.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { anExitPosition } from './exit-position.ts'

const DAY = 86_400

test('a question is asked again a day later', () => {
  expect(askAgainAt(NOON)).toEqual(addSeconds(NOON, DAY))
})

test.each([
  ['never asked', undefined, false],
  ['asked now', 0, false],
  ['asked a second short of a day ago', DAY - 1, false],
  ['asked a day ago', DAY, true],
  ['asked a week ago', 7 * DAY, true],
  ['asked in the future: the clock was set back', -60, false],
] as const)('areQuestionsStale(): %s', (_, secondsAgo, expected) => {
  const askedAt = secondsAgo === undefined ? undefined : addSeconds(NOON, -secondsAgo).toISOString()

  expect(areQuestionsStale({ askedAt }, NOON)).toBe(expected)
})

test('each plan, bot and round has a question of its own', () => {
  const ids = ['p', 'q'].flatMap((plan) =>
    ['a', 'b'].flatMap((bot) => [1, 2].map((round) => questionId(plan, bot, round))),
  )

  expect(new Set(ids).size).toBe(8)
})

describe('answerOf()', () => {
  const asked = { outcome: 'asked', round: 2 } as const

  /** Gives what counts of these answers for a position. */
  function answered(position: Partial<ExitPosition>, answers: Record<string, string>) {
    const exit = {
      plan: { id: 'plan-1' },
      run: { answers: new Map(Object.entries(answers)) },
    } as unknown as Exit
    return answerOf(exit, anExitPosition(position))
  }

  test.each([
    ['sell', 'sell'],
    ['keep', 'keep'],
    ['yes', undefined],
    ['', undefined],
  ])('reads “%s” as %s', (value, expected) => {
    expect(answered(asked, { [questionId('plan-1', 'bot-1', 2)]: value })).toBe(expected)
  })

  test.each<[string, Partial<ExitPosition>, string]>([
    ['another round', asked, questionId('plan-1', 'bot-1', 1)],
    ['another bot', asked, questionId('plan-1', 'bot-2', 2)],
    ['another plan', asked, questionId('plan-2', 'bot-1', 2)],
    ['a position that is not asked about', { round: 2 }, questionId('plan-1', 'bot-1', 2)],
    [
      'a position that was sold meanwhile',
      { outcome: 'sold', round: 2 },
      questionId('plan-1', 'bot-1', 2),
    ],
  ])('takes no answer for %s', (_, position, name) => {
    expect(answered(position, { [name]: 'sell' })).toBe(undefined)
  })
})
