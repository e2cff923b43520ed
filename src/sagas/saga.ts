import type { Trouble } from '../exchange/trouble.ts'
import type { Trx } from '../db/schema.ts'

const EXIT_STEPS = ['cancel', 'check', 'stop', 'by-hand', 'scrub', 'finish'] as const

/** The kinds of sagas, and the steps of each. */
export const STEP_NAMES = {
  'disconnect-key': [...EXIT_STEPS, 'await-dead'],
  'remove-bot': EXIT_STEPS,
  'dead-key': ['remind-1', 'remind-6', 'remind-24'],
} as const

export type SagaKind = keyof typeof STEP_NAMES
export type StepOf<Kind extends SagaKind> = (typeof STEP_NAMES)[Kind][number]
export type StepName = StepOf<SagaKind>
/** The steps that every exit has. */
export type ExitStepName = StepOf<'remove-bot'>

/** A long promise: what it works on, and which step is next. */
export interface Saga {
  id: string
  /** `unknown`: another version of Undock wrote it. */
  kind: SagaKind | 'unknown'
  userId: string
  keyId: string
  /** The exit plan or the key that it works on. */
  subjectId: string
  /** `unknown`: this version has no such step. */
  step: StepName | 'unknown'
  /** `parked`: it stands at a step that the version which took it up does not know. */
  status: 'active' | 'waiting' | 'parked' | 'done'
  /** Raised each time someone takes the saga up; a write with an older one is void. */
  fence: number
  /** Failed tries of this step in a row. */
  tries: number
  /** Why the last of them failed; undefined when the last step went well. */
  failure: SagaFailure | undefined
  createdAt: Date
}

/** Why a step failed: `code` for the log and the doctor, `trouble` where the exchange was the reason. */
export interface SagaFailure {
  code: string
  /** When the first of the failed tries in a row was made. */
  since: string
  trouble?: Trouble['kind']
  /** Nothing is sent to the exchange before. */
  until?: string
}

/**
 * What a step came to. `write` is committed together with it, or not at all.
 *
 * `wait` runs `step`, or this one again, at `until`. `ask` waits for the trader's answer; one that came
 * early is there already and is not lost. `step`, or this one, runs again at `until` should none come.
 */
export type StepResult<Name extends StepName = ExitStepName> =
  | { go: 'next'; step: Name; write?: Write }
  | { go: 'wait'; until: Date; step?: Name; write?: Write }
  | { go: 'ask'; until: Date; step?: Name; write?: Write }
  | { go: 'done'; write?: Write }

export type Write = (trx: Trx) => Promise<void>

/** A step is safe to run again: whatever it did before a crash, it finds done. */
export type Step<Context, Name extends StepName = ExitStepName> = (
  context: Context,
  run: SagaRun,
) => Promise<StepResult<Name>>

/** A saga under way, with what a step may ask of it. */
export interface SagaRun {
  saga: Saga
  answers: ReadonlyMap<string, string>
  /** Whether this process still owns the saga, asked inside a transaction. */
  owned(trx: Trx): Promise<boolean>
}
