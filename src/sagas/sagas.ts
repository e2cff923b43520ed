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
import type { SagaKind } from './saga.ts'

const EXIT: Steps<KeyCore> = {
  cancel: cancelAndSell,
  check: exitStep(checkFlat),
  stop: stopExit,
  'by-hand': finishByHand,
  scrub,
}

const STEPS: Readonly<Record<SagaKind, Steps<KeyCore>>> = {
  'disconnect-key': { ...EXIT, finish: finishDisconnect, 'await-dead': awaitDead },
  'remove-bot': { ...EXIT, finish: finishRemove },
  'dead-key': DEAD_KEY_STEPS,
}

/** Takes a saga as far as it goes now. */
export async function advanceSaga(core: KeyCore, id: string): Promise<void> {
  await advance(
    core,
    id,
    (saga) => STEPS[saga.kind],
    async (trx, saga) => {
      if (saga.kind === 'dead-key') return
      await tellProgress(trx, core, { id: saga.subjectId, userId: saga.userId })
    },
  )
}
