/** What time it is and how to wake up later: everything that waits goes through this object. */
export interface Clock {
  now(): Date
  /** Runs `task` after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, task: () => void): () => void
}

/**
 * Time that never goes back. If the machine's clock is set back, due work would otherwise stand still for as
 * long; instead this runs at half speed until the machine has caught up. Both arguments give milliseconds.
 */
export function neverBack(wall: () => number, elapsed: () => number): () => Date {
  let [told, at] = [wall(), elapsed()]
  return () => {
    const now = elapsed()
    told = Math.max(wall(), told + (now - at) / 2)
    at = now
    return new Date(told)
  }
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: neverBack(Date.now, () => performance.now()),
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
