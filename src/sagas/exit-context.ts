import type { Exchange } from '../exchange/exchange.ts'
import type { Key } from '../keys/key.ts'
import type { KeyCore } from '../keys/key-core.ts'
import { getKey } from '../keys/key-repo.ts'
import type { TradingBot } from '../trading-bots/trading-bot.ts'
import { tellProgress } from './begin-exit.ts'
import { getPlan } from './exit-plan-repo.ts'
import type { ExitPlan } from './exit-plan.ts'
import { botsOfPlan } from './exit-scope.ts'
import type { ExitStepName, SagaRun, Step, StepName, StepResult } from './saga.ts'

/** What a step of an exit works on, read fresh each time. */
export interface Exit {
  plan: ExitPlan
  key: Key
  bots: TradingBot[]
  /** The bot to remove; undefined for a disconnect. */
  botId: string | undefined
  run: SagaRun
  /** The account, on the half of the rate limit that is kept for exits. */
  exchange: Exchange
}

/**
 * A step of an exit. Before it runs, a `Stop`, an `Erase now` or the death of the key turns the
 * exit to another step; after it, the progress message is brought up to date.
 */
export function exitStep<Name extends StepName = ExitStepName>(
  step: (core: KeyCore, exit: Exit) => Promise<StepResult<Name>>,
): Step<KeyCore, Name | 'by-hand' | 'stop'> {
  return async (core, run) => {
    const plan = await getPlan(core.db, run.saga.subjectId)
    const key = await getKey(core.db, plan.keyId)
    const turn = turnOf(key, run)
    if (turn !== undefined && turn !== run.saga.step) return { go: 'next', step: turn }

    const exit = {
      plan,
      key,
      run,
      bots: await botsOfPlan(core.db, plan),
      botId: plan.botId,
      exchange: await core.connections.open(key.id, 'exit'),
    }
    const result = await step(core, exit)
    return {
      ...result,
      write: async (trx) => {
        await result.write?.(trx)
        await tellProgress(trx, core, plan)
      },
    }
  }
}

function turnOf(key: Key, { answers }: SagaRun): 'by-hand' | 'stop' | undefined {
  if (key.health === 'dead' || answers.has('erase')) return 'by-hand'
  return answers.has('stop') ? 'stop' : undefined
}
