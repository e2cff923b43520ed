import type { Trx } from '../db/schema.ts'

/** Kinds of work, most urgent first. */
export const LANES = ['update', 'saga', 'notice', 'watch', 'tick'] as const
export type Lane = (typeof LANES)[number]

/** "Do the work of this lane for this id, at this time or later, at least once." */
export interface Wake {
  lane: Lane
  id: string
  /** Work with the same serial key never overlaps, whatever its lane. */
  serialKey: string
  /** Now, when left out. */
  at?: Date
  /**
   * Only this process can do it, for it has something in memory; another one does once it is gone.
   * For updates only.
   */
  here?: boolean
}

export type Work = (id: string) => Promise<void>

export interface WorkOptions {
  /** How many at once in this process. */
  concurrency: number
  /** Done by the leading process alone: what it paces, nobody else may do. */
  leaderOnly?: boolean
}

/**
 * Carries wake-ups, never truth: what must be done stands in tables of its own, so a lost queue
 * loses nothing.
 *
 * Waking what already waits brings it forward; waking what is being worked on runs it once more.
 * Work that throws is tried again, later each time.
 */
export interface Queue {
  /** Takes effect when the transaction commits; then call `nudge`, or wait for the next look. */
  wake(trx: Trx, wake: Wake): Promise<void>
  /** Looks for due work now. */
  nudge(): void
  work(lane: Lane, options: WorkOptions, work: Work): void
  start(): Promise<void>
  /** Whether it has looked for work lately. */
  isAlive(): boolean
  /**
   * Takes no new work and waits for what is under way, `graceMs` at most. Work that fails from now on
   * goes first again at the next start.
   */
  stop(graceMs: number): Promise<void>
}
