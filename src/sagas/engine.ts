import { addSeconds } from '../lib/clock.ts'
import { errorFields } from '../lib/log.ts'
import { ExchangeError } from '../exchange/exchange-error.ts'
import { troubleOf } from '../exchange/trouble.ts'
import type { Trx } from '../db/schema.ts'
import { commit, type Core } from '../queue/core.ts'
import type { Saga, SagaFailure, SagaRun, Step, StepName, StepResult, Write } from './saga.ts'
import { isOwned, listAnswers, moveSaga, parkSaga, takeUp, wakeSaga } from './saga-repo.ts'

/** The steps of one kind of saga by name. */
export type Steps<Context, Name extends StepName> = Readonly<Record<Name, Step<Context, Name>>>

/** The step that a saga is at; undefined when this version has no such step. */
type StepOf<Context> = (run: SagaRun) => Step<Context, StepName> | undefined

const LONGEST_WAIT_SECONDS = 60
/** Between two looks at a saga that is parked: a newer version may have started beside this one. */
const PARKED_SECONDS = 3_600

/**
 * Runs a saga until it waits, asks or is done.
 *
 * A step that fails is retried without limit: an exit is never given up silently. One at a step
 * that this version does not know is parked as it is, until a version comes that does. `whenFailed` is
 * committed with each failure, and with the parking.
 */
export async function advance<Context extends Core>(
  context: Context,
  id: string,
  stepOf: StepOf<Context>,
  whenFailed: (trx: Trx, saga: Saga) => Promise<void>,
): Promise<void> {
  let saga = await takeUp(context.db, id)
  while (saga !== undefined) saga = await takeStep(context, saga, stepOf, whenFailed)
}

/** Runs one step. Gives the saga as it goes on; undefined when it does not go on now. */
async function takeStep<Context extends Core>(
  context: Context,
  saga: Saga,
  stepOf: StepOf<Context>,
  whenFailed: (trx: Trx, saga: Saga) => Promise<void>,
): Promise<Saga | undefined> {
  const run: SagaRun = {
    saga,
    answers: await listAnswers(context.db, saga.id),
    owned: (trx) => isOwned(trx, saga),
  }
  const step = stepOf(run)
  if (step === undefined) return park(context, saga, whenFailed)

  const result = await attempt(context, run, step, (trx) => whenFailed(trx, saga))
  const moved = await move(context, saga, result)
  if (!moved || result.go !== 'next') return undefined
  return { ...saga, step: result.step, tries: 0, failure: undefined }
}

/** Leaves it where it stands: nothing is undone, and nothing of it is tried by guessing. */
async function park(
  core: Core,
  saga: Saga,
  whenFailed: (trx: Trx, saga: Saga) => Promise<void>,
): Promise<undefined> {
  const at = core.clock.now()
  const runAt = addSeconds(at, PARKED_SECONDS)
  const parked = await commit(core, async (trx) => {
    const stored = await parkSaga(trx, saga, { runAt, at })
    if (stored === undefined) return undefined
    if (saga.status !== 'parked') await whenFailed(trx, saga)
    await wakeSaga(trx, core, saga, runAt)
    return stored
  })
  if (parked !== undefined) core.log.error('saga-parked', { saga: saga.id, ...parked })
}

type Attempt = StepResult<StepName> & { failure?: SagaFailure }

async function attempt<Context extends Core>(
  context: Context,
  run: SagaRun,
  step: Step<Context, StepName>,
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
    return { go: 'wait', until, failure: failureOf(context, run.saga, error), write: whenFailed }
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

function failureOf({ clock }: Core, saga: Saga, error: unknown): SagaFailure {
  const since = saga.failure?.since ?? clock.now().toISOString()
  if (!(error instanceof ExchangeError)) return { code: 'own-fault', since }
  const trouble = troubleOf(error)
  return {
    code: error.code,
    since,
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
