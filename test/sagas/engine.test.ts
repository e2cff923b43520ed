import { describe, expect, test } from 'vitest'
import { addSeconds } from '../../src/lib/clock.ts'
import { ExchangeError } from '../../src/exchange/exchange-error.ts'
import type { Core } from '../../src/queue/core.ts'
import { advance } from '../../src/sagas/engine.ts'
import type { SagaRun, Step, StepName, StepResult } from '../../src/sagas/saga.ts'
import { takeUp } from '../../src/sagas/saga-repo.ts'
import { NOON } from '../exchange/hand-clock.ts'
import { openSagas, type SagaStage } from './saga-stage.ts'

type AnyStep = Step<Core, StepName>
type Table = Partial<Record<StepName, AnyStep>>

/** Advances a saga by these steps; gives what was committed with failures and parkings. */
async function run(stage: SagaStage, id: string, steps: Table): Promise<string[]> {
  const told: string[] = []
  const stepOf = ({ saga: { step } }: SagaRun) => (step === 'unknown' ? undefined : steps[step])
  await advance(stage, id, stepOf, async (_trx, saga) => void told.push(saga.step))
  return told
}

const gives =
  (result: StepResult<StepName>): AnyStep =>
  async () =>
    result
const fails =
  (error: Error): AnyStep =>
  async () => {
    throw error
  }

describe('advance()', () => {
  test('goes from step to step until one waits', async () => {
    const stage = await openSagas()
    const id = await stage.start()
    const until = addSeconds(NOON, 90)

    await run(stage, id, {
      cancel: gives({ go: 'next', step: 'check' }),
      check: gives({ go: 'wait', until, step: 'finish' }),
    })

    expect(await stage.stored(id)).toMatchObject({ step: 'finish', status: 'active', tries: 0 })
    expect((await stage.stored(id)).run_at).toBe(until.toISOString())
  })

  test.each([
    ['next', { go: 'next', step: 'check' }, { step: 'check', status: 'active' }],
    ['wait', { go: 'wait', until: addSeconds(NOON, 5) }, { step: 'cancel', status: 'active' }],
    [
      'wait at another step',
      { go: 'wait', until: addSeconds(NOON, 5), step: 'check' },
      { step: 'check', status: 'active' },
    ],
    ['ask', { go: 'ask', until: addSeconds(NOON, 5) }, { step: 'cancel', status: 'waiting' }],
    ['done', { go: 'done' }, { step: 'cancel', status: 'done' }],
  ] as const)('records what a step came to: %s', async (_, result, expected) => {
    const stage = await openSagas()
    const id = await stage.start()

    await run(stage, id, { cancel: gives(result), check: gives({ go: 'wait', until: NOON }) })

    const { step, status } = await stage.stored(id)
    expect({ step, status }).toEqual(expected)
  })

  test('commits what a step writes together with its move, or neither', async () => {
    const stage = await openSagas()
    const id = await stage.start()
    const write = async () => {
      throw new Error('The disk is full')
    }

    const moved = run(stage, id, { cancel: gives({ go: 'done', write }) })

    await expect(moved).rejects.toThrow('The disk is full')
    expect(await stage.stored(id)).toMatchObject({ step: 'cancel', status: 'active' })
  })

  test('does nothing with a saga that is done', async () => {
    const stage = await openSagas()
    const id = await stage.start()
    await run(stage, id, { cancel: gives({ go: 'done' }) })
    const before = await stage.stored(id)

    await run(stage, id, { cancel: fails(new Error('It was run again')) })

    expect(await stage.stored(id)).toEqual(before)
  })
})

describe('a step that fails', () => {
  test('is tried again 1, 2, 4 … and at most 60 seconds later, for ever', async () => {
    const stage = await openSagas()
    const id = await stage.start()
    const waits = []

    for (let n = 0; n < 9; n += 1) {
      const told = await run(stage, id, { cancel: fails(new Error('No answer')) })
      expect(told).toEqual(['cancel'])
      const { run_at: runAt, tries, status } = await stage.stored(id)
      expect({ tries, status }).toEqual({ tries: n + 1, status: 'active' })
      waits.push((new Date(runAt).getTime() - stage.clock.now().getTime()) / 1000)
    }

    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
  })

  test.each([
    ['later than its own turn: then', 600, 600],
    ['sooner: at its own turn', 0.5, 1],
  ])('waits until the exchange takes requests again, %s', async (_, seconds, expected) => {
    const stage = await openSagas()
    const id = await stage.start()
    const retryAt = addSeconds(NOON, seconds)

    await run(stage, id, { cancel: fails(new ExchangeError('unavailable', 'Banned', { retryAt })) })

    expect((await stage.stored(id)).run_at).toBe(addSeconds(NOON, expected).toISOString())
  })

  test('counts its tries from the start again once it has worked', async () => {
    const stage = await openSagas()
    const id = await stage.start()
    for (let n = 0; n < 3; n += 1) await run(stage, id, { cancel: fails(new Error('No answer')) })

    await run(stage, id, { cancel: gives({ go: 'wait', until: NOON }) })

    expect((await stage.stored(id)).tries).toBe(0)
  })

  test('is run at its time: the queue is told when', async () => {
    const stage = await openSagas()
    const id = await stage.start()
    await stage.db.deleteFrom('wake').execute()

    await run(stage, id, { cancel: fails(new Error('No answer')) })

    expect(await stage.wokenAt(id)).toBe(addSeconds(NOON, 1).toISOString())
  })
})

describe('a saga at a step that this version does not know', () => {
  async function openUnknown(): Promise<{ stage: SagaStage; id: string }> {
    const stage = await openSagas()
    const id = await stage.start()
    await stage.db.updateTable('saga').set({ step: 'hover', tries: 2 }).execute()
    await stage.db.deleteFrom('wake').execute()
    return { stage, id }
  }

  test('is parked as it stands, looked at again an hour later, and reported', async () => {
    const { stage, id } = await openUnknown()

    const told = await run(stage, id, { cancel: fails(new Error('It was guessed')) })

    const inAnHour = addSeconds(NOON, 3_600).toISOString()
    const parked = { step: 'hover', status: 'parked', tries: 2, run_at: inAnHour }
    expect(await stage.stored(id)).toMatchObject({ ...parked, stepped_at: NOON.toISOString() })
    expect(await stage.wokenAt(id)).toBe(inAnHour)
    expect(told).toEqual(['unknown'])
    expect(stage.logged.join('\n')).toMatch(/saga-parked.*disconnect-key.*hover/)
  })

  test('is reported once, however often it is looked at', async () => {
    const { stage, id } = await openUnknown()
    await run(stage, id, {})
    stage.clock.advance(3_600_000)

    const told = await run(stage, id, {})

    expect(told).toEqual([])
    expect((await stage.stored(id)).stepped_at).toBe(NOON.toISOString())
    expect(await stage.wokenAt(id)).toBe(addSeconds(NOON, 3_600).toISOString())
  })

  test('goes on by itself under a version that knows the step', async () => {
    const { stage, id } = await openUnknown()
    await run(stage, id, {})
    await stage.db.updateTable('saga').set({ step: 'check' }).execute()

    await run(stage, id, { check: gives({ go: 'wait', until: NOON }) })

    expect(await stage.stored(id)).toMatchObject({ step: 'check', status: 'active' })
  })

  test.each(['hover', 'toString', '', 'CANCEL'])(
    'is never taken for another: "%s"',
    async (step) => {
      const stage = await openSagas()
      const id = await stage.start()
      await stage.db.updateTable('saga').set({ step }).execute()

      expect((await takeUp(stage.db, id))?.step).toBe('unknown')
    },
  )

  test.each(['toString', 'disconnect', ''])(
    'a kind is never taken for another: "%s"',
    async (kind) => {
      const stage = await openSagas()
      const id = await stage.start()
      await stage.db.updateTable('saga').set({ kind }).execute()

      expect(await takeUp(stage.db, id)).toMatchObject({ kind: 'unknown', step: 'unknown' })
    },
  )

  test('a step of another kind is unknown', async () => {
    const stage = await openSagas()
    const id = await stage.start()
    await stage.db.updateTable('saga').set({ step: 'remind-1' }).execute()

    expect((await takeUp(stage.db, id))?.step).toBe('unknown')
  })
})
