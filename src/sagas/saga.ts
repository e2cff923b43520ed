import type { Trouble } from '../exchange/trouble.ts'
import type { Trx } from '../db/schema.ts'

/** A long promise: what it works on, and which step is next. */
export interface Saga {
  id: string
  kind: SagaKind
  userId: string
  keyId: string
  /** The exit plan or the key that it works on. */
  subjectId: string
  step: string
  status: 'active' | 'waiting' | 'done'
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
  trouble?: Trouble['kind']
  /** Nothing is sent to the exchange before. */
  until?: string
}

export type SagaKind = 'disconnect-key' | 'remove-bot' | 'dead-key'

/**
 * What a step came to. `write` is committed together with it, or not at all.
 *
 * `wait` runs `step`, or this one again, at `until`. `ask` waits for the trader's answer; one that came
 * early is there already and is not lost. `step`, or this one, runs again at `until` should none come.
 */
export type StepResult =
  | { go: 'next'; step: string; write?: Write }
  | { go: 'wait'; until: Date; step?: string; write?: Write }
  | { go: 'ask'; until: Date; step?: string; write?: Write }
  | { go: 'done'; write?: Write }

export type Write = (trx: Trx) => Promise<void>

/** A step is safe to run again: whatever it did before a crash, it finds done. */
export type Step<Context> = (context: Context, run: SagaRun) => Promise<StepResult>

/** A saga under way, with what a step may ask of it. */
export interface SagaRun {
  saga: Saga
  answers: ReadonlyMap<string, string>
  /** Whether this process still owns the saga, asked inside a transaction. */
  owned(trx: Trx): Promise<boolean>
}
