import type { Lane } from './rate-window.ts'

/** How many requests are built before what is built leaves. */
const ABREAST = 4

/**
 * Lets callers through a few at a time: exits before routine calls, each in the order in which they came.
 * A hundred requests that were built in one go would leave only when the last is ready, and nothing else
 * would be heard meanwhile.
 */
export function inFile(): (lane: Lane) => Promise<void> {
  const waiting: Record<Lane, (() => void)[]> = { exit: [], routine: [] }
  let room = ABREAST
  let opening = false
  const open = (): void => {
    room = ABREAST
    while (room > 0) {
      const pass = waiting.exit.shift() ?? waiting.routine.shift()
      if (pass === undefined) break
      room -= 1
      pass()
    }
    opening = room < ABREAST
    if (opening) setImmediate(open)
  }
  return async (lane) => {
    if (!opening) {
      opening = true
      setImmediate(open)
    }
    if (room === 0) return new Promise<void>((resolve) => waiting[lane].push(resolve))
    room -= 1
  }
}
