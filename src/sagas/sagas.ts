import type { KeyCore } from '../keys/key-core.ts'
import { tellProgress } from './begin-exit.ts'
import { DEAD_KEY_STEPS } from './dead-key.ts'
import { advance, type Steps } from './engine.ts'
import { awaitDead, scrub } from './exit-await-dead.ts'
import { finishByHand } from './exit-by-hand.ts'
import { checkFlat } from './exit-check.ts'
import { exitStep } from './exit-context.ts'
import { finishDisconnect, finishRemove } from './exit-finish.ts'
import { cancelAndSell } from './exit-cancel-and-sell.ts'
import { stopExit } from './exit-stop.ts'
import type { ExitStepName, SagaKind, SagaRun, Step, StepName, StepOf } from './saga.ts'

const EXIT: Omit<Steps<KeyCore, ExitStepName>, 'finish'> = {
  cancel: cancelAndSell,
  check: exitStep(checkFlat),
  stop: stopExit,
  'by-hand': finishByHand,
  scrub,
}

const STEPS: { readonly [Kind in SagaKind]: Steps<KeyCore, StepOf<Kind>> } = {
  'disconnect-key': { ...EXIT, finish: finishDisconnect, 'await-dead': awaitDead },
  'remove-bot': { ...EXIT, finish: finishRemove },
  'dead-key': DEAD_KEY_STEPS,
}

/** Takes a saga as far as it goes now. */
export async function advanceSaga(core: KeyCore, id: string): Promise<void> {
  await advance(core, id, stepOf, async (trx, saga) => {
    if (saga.kind === 'dead-key' || saga.kind === 'unknown') return
    await tellProgress(trx, core, { id: saga.subjectId, userId: saga.userId })
  })
}

function stepOf({ saga: { kind, step }, answers }: SagaRun): Step<KeyCore, StepName> | undefined {
  if (kind === 'unknown') return undefined
  const steps: Partial<Steps<KeyCore, StepName>> = STEPS[kind]
  if (step !== 'unknown') return steps[step]
  if (kind === 'dead-key') return undefined
  // What its trader asks for is right from anywhere.
  const turn = answers.has('erase') ? 'by-hand' : answers.has('stop') ? 'stop' : undefined
  return turn && (async () => ({ go: 'next', step: turn }))
}
