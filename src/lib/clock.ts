/** What time it is and how to wake up later: everything that waits goes through this object. */
export interface Clock {
  now(): Date
  /** Runs `task` after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, task: () => void): () => void
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  after(ms, task) {
    // setTimeout overflows above 2^31-1 ms and would then fire at once.
    const timer = setTimeout(task, Math.min(ms, 2_147_483_647))
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** `date` moved by `seconds`, which may be negative. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}
