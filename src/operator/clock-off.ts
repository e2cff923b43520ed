const TOLERATED_MS = 1_000

/** Whether this machine's clock is so far from an exchange's that somebody should set it. */
export function isClockOff(aheadMs: number): boolean {
  return Math.abs(aheadMs) > TOLERATED_MS
}
