/** Which schedules one process runs: `count` seeds from `first` on, `step` apart. */
export interface Task {
  first: number
  step: number
  count: number
  /** The part of the schedules that have troubles of one order, bot or symbol as well. */
  confined: number
}

/** The part of them in an ordinary run. */
export const CONFINED_PART = 1 / 3

/** What a process tells of its schedules. */
export type Told =
  | { kind: 'ran'; schedules: number }
  | { kind: 'failed'; seed: number; violations: string[] }
  | {
      kind: 'done'
      schedules: number
      cpuSeconds: number
      counts: [string, number][]
      /** Of all that the schedules left behind, to the letter. */
      digest: string
      /** How much more memory is in use after all schedules than after the first. */
      grownMegabytes: number
    }

/** The task that this process was started with. */
export function readTask(): Task {
  const [first = 1, step = 1, count = 1, confined = 0] = process.argv.slice(2).map(Number)
  return { first, step, count, confined }
}

export function toArguments({ first, step, count, confined }: Task): string[] {
  return [first, step, count, confined].map(String)
}

/** Tells whoever started this process. */
export function tell(told: Told): void {
  process.send?.(told)
}

/** Tells it, and ends this process: threads of lives that were cut off do not keep it. */
export function tellLast(told: Told): void {
  process.send?.(told, () => process.exit(0))
}
