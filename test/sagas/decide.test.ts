import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { commit } from '../../src/queue/core.ts'
import { confirmLoss, decide, losersToClose, type Choice } from '../../src/sagas/decide.ts'
import type { ExitPlan, ExitPosition } from '../../src/sagas/exit-plan.ts'
import {
  changePlan,
  getPlan,
  insertDraft,
  listExitPositions,
  putExitPositions,
} from '../../src/sagas/exit-plan-repo.ts'
import { openKeys } from '../keys/support.ts'
import { anExitPosition } from './exit-position.ts'

/** A draft with these positions; `decided` gives what stands for each bot. */
async function openDraft(positions: readonly Partial<ExitPosition>[]) {
  const core = await openKeys()
  const of = { userId: '7', keyId: 'key-1', kind: 'disconnect', botId: undefined } as const
  const plan = await commit(core, (trx) => insertDraft(trx, of, core.clock.now()))
  await commit(core, (trx) =>
    putExitPositions(
      trx,
      positions.map((one) => anExitPosition({ planId: plan.id, ...one })),
    ),
  )
  const decided = async () => {
    const stored = await listExitPositions(core.db, plan.id)
    return Object.fromEntries(stored.map(({ botId, decision }) => [botId, decision]))
  }
  return { core, plan, decided }
}

const WINNER = { botId: 'winner', profitShown: new Big(10) }
const EVEN = { botId: 'even', profitShown: new Big(0) }
const LOSER = { botId: 'loser', profitShown: new Big(-10) }
const DUST = { botId: 'dust', decision: 'keep', outcome: 'dust' } as const
const GONE = { botId: 'gone', decision: 'keep', outcome: 'unlisted' } as const
const UNPRICED = { botId: 'unpriced', priceShown: new Big(0), profitShown: new Big(0) }
const ALL = [WINNER, EVEN, LOSER, DUST, GONE]
const KEPT = { dust: 'keep', gone: 'keep' }

describe('decide()', () => {
  test.each<[string, Choice, Record<string, string>]>([
    ['all', 'all', { winner: 'close', even: 'close', loser: 'close' }],
    ['none', 'none', { winner: 'keep', even: 'keep', loser: 'keep' }],
    ['winners', 'winners', { winner: 'close', even: 'close', loser: 'keep' }],
    ['one', { toggle: 'loser' }, { winner: 'keep', even: 'keep', loser: 'close' }],
    [
      'one of another exit',
      { toggle: 'stranger' },
      { winner: 'keep', even: 'keep', loser: 'keep' },
    ],
    ['one that is too small', { toggle: 'dust' }, { winner: 'keep', even: 'keep', loser: 'keep' }],
  ])('closes what was chosen and keeps the rest: %s', async (_, choice, expected) => {
    const { core, plan, decided } = await openDraft(ALL)

    expect(await decide(core, plan, choice)).toBe(true)

    expect(await decided()).toEqual({ ...expected, ...KEPT })
  })

  test('winners only: what has no price is no winner', async () => {
    const { core, plan, decided } = await openDraft([WINNER, UNPRICED])

    await decide(core, plan, 'winners')

    expect(await decided()).toEqual({ winner: 'close', unpriced: 'keep' })
  })

  test('a choice one by one turns that one, and leaves what was chosen before', async () => {
    const { core, plan, decided } = await openDraft(ALL)
    const toggle = async (botId: string) => {
      const now = await getPlan(core.db, plan.id)
      return decide(core, now, { toggle: botId })
    }

    for (const botId of ['winner', 'loser', 'winner', 'even'])
      expect(await toggle(botId)).toBe(true)

    expect(await decided()).toEqual({ winner: 'keep', even: 'close', loser: 'close', ...KEPT })
  })

  test('a screen of an older version decides nothing', async () => {
    const { core, plan, decided } = await openDraft(ALL)
    await decide(core, plan, 'none')

    expect(await decide(core, plan, 'all')).toBe(false)

    expect(await decided()).toEqual({ winner: 'keep', even: 'keep', loser: 'keep', ...KEPT })
  })

  test.each(['running', 'stopped', 'done', 'left'] as const)(
    'nothing is decided about an exit that is %s',
    async (status) => {
      const { core, plan, decided } = await openDraft([WINNER])
      const at = core.clock.now()
      await commit(core, (trx) => changePlan(trx, plan, { status, at }))
      const now = await getPlan(core.db, plan.id)

      expect(await decide(core, now, 'all')).toBe(false)
      expect(await confirmLoss(core, now)).toBe(false)

      expect(await decided()).toEqual({ winner: undefined })
    },
  )
})

test.each<[string, Partial<ExitPosition>, boolean]>([
  ['a loser that is closed', { ...LOSER, decision: 'close' }, true],
  ['a loser that is kept', { ...LOSER, decision: 'keep' }, false],
  ['a loser that is undecided', LOSER, false],
  ['a winner that is closed', { ...WINNER, decision: 'close' }, false],
  ['what comes out even', { ...EVEN, decision: 'close' }, false],
  ['a loss of a hundredth', { decision: 'close', profitShown: new Big('-0.01') }, true],
])('losersToClose(): %s', (_, position, expected) => {
  expect(losersToClose([anExitPosition(position)]).length === 1).toBe(expected)
})

describe('confirmLoss()', () => {
  test('counts for the version that follows from it, and for no later one', async () => {
    const { core, plan } = await openDraft([LOSER])
    await decide(core, plan, 'all')
    const shown = await getPlan(core.db, plan.id)

    expect(await confirmLoss(core, shown)).toBe(true)
    const confirmed = await getPlan(core.db, plan.id)
    expect(isConfirmed(confirmed)).toBe(true)

    await decide(core, confirmed, { toggle: 'loser' })
    expect(isConfirmed(await getPlan(core.db, plan.id))).toBe(false)
  })

  test('does not count when something was decided after it was shown', async () => {
    const { core, plan } = await openDraft([LOSER])
    const shown = await getPlan(core.db, plan.id)
    await decide(core, plan, 'all')

    expect(await confirmLoss(core, shown)).toBe(false)
    expect(isConfirmed(await getPlan(core.db, plan.id))).toBe(false)
  })
})

function isConfirmed({ facts, version }: ExitPlan): boolean {
  return facts.lossConfirmed === version
}
