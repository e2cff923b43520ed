import { addSeconds } from '../lib/clock.ts'
import { errorFields } from '../lib/log.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { troubleOf } from '../exchange/trouble.ts'
import type { Trx } from '../db/schema.ts'
import { commit, type Core } from '../queue/core.ts'
import type { Saga, SagaFailure, SagaRun, Step, StepResult, Write } from './saga.ts'
import { isOwned, listAnswers, moveSaga, takeUp, wakeSaga } from './saga-repo.ts'

/** The steps of one kind of saga by name. */
export type Steps<Context> = Readonly<Record<string, Step<Context>>>

const LONGEST_WAIT_SECONDS = 60

/**
 * Runs a saga until it waits, asks or is done.
 *
 * A step that fails is tried again later, for ever: an exit is never given up silently. `whenFailed`
 * is committed with each failure.
 */
export async function advance<Context extends Core>(
  context: Context,
  id: string,
  stepsOf: (saga: Saga) => Steps<Context>,
  whenFailed: (trx: Trx, saga: Saga) => Promise<void>,
): Promise<void> {
  let saga = await takeUp(context.db, id)
  while (saga !== undefined) saga = await takeStep(context, saga, stepsOf(saga), whenFailed)
}

/** Runs one step. Gives the saga as it goes on; undefined when it does not go on now. */
async function takeStep<Context extends Core>(
  context: Context,
  saga: Saga,
  steps: Steps<Context>,
  whenFailed: (trx: Trx, saga: Saga) => Promise<void>,
): Promise<Saga | undefined> {
  const run: SagaRun = {
    saga,
    answers: await listAnswers(context.db, saga.id),
    owned: (trx) => isOwned(trx, saga),
  }
  const step = steps[saga.step]
  if (step === undefined) throw new RangeError(`Cannot run ${saga.kind}: no step ${saga.step}`)

  const result = await attempt(context, run, step, (trx) => whenFailed(trx, saga))
  const moved = await move(context, saga, result)
  return moved && result.go === 'next' ? { ...saga, step: result.step, tries: 0 } : undefined
}

type Attempt = StepResult & { failure?: SagaFailure }

async function attempt<Context extends Core>(
  context: Context,
  run: SagaRun,
  step: Step<Context>,
  whenFailed: Write,
): Promise<Attempt> {
  try {
    return await step(context, run)
  } catch (error) {
    const { id, kind, step: name, tries } = run.saga
    context.log.warn('saga-step-failed', {
      saga: id,
      kind,
      step: name,
      tries,
      ...errorFields(error),
    })
    const backOff = addSeconds(context.clock.now(), Math.min(2 ** tries, LONGEST_WAIT_SECONDS))
    const retryAt = error instanceof ExchangeError ? error.retryAt : undefined
    const until = retryAt !== undefined && retryAt > backOff ? retryAt : backOff
    return { go: 'wait', until, failure: failureOf(error), write: whenFailed }
  }
}

async function move(core: Core, saga: Saga, result: Attempt): Promise<boolean> {
  return commit(core, async (trx) => {
    const at = core.clock.now()
    const runAt = 'until' in result ? result.until : at
    const moved = await moveSaga(trx, saga, {
      step: ('step' in result ? result.step : undefined) ?? saga.step,
      status: STATUS[result.go],
      runAt,
      tries: result.failure === undefined ? 0 : saga.tries + 1,
      failure: result.failure,
      at,
    })
    if (!moved) return false
    await result.write?.(trx)
    if ('until' in result) await wakeSaga(trx, core, saga, runAt)
    return true
  })
}

function failureOf(error: unknown): SagaFailure {
  if (!(error instanceof ExchangeError)) return { code: 'own-fault' }
  const trouble = troubleOf(error)
  return {
    code: error.code,
    ...(trouble && { trouble: trouble.kind }),
    ...(error.retryAt && { until: error.retryAt.toISOString() }),
  }
}

const STATUS = {
  next: 'active',
  wait: 'active',
  ask: 'waiting',
  done: 'done',
} as const satisfies Record<StepResult['go'], Saga['status']>
