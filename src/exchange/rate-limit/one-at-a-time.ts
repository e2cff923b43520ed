import type { Lane } from './rate-window.ts'

/** Runs something when it is its turn. */
export type InTurn = <T>(lane: Lane, run: () => Promise<T>) => Promise<T>

/** Runs what it is given one after the other: an exit's before routine ones, each in the order in which it came. */
export function oneAtATime(): InTurn {
  const waiting: Record<Lane, (() => void)[]> = { exit: [], routine: [] }
  let busy = false
  const next = (): void => {
    const begin = waiting.exit.shift() ?? waiting.routine.shift()
    busy = begin !== undefined
    begin?.()
  }
  return async (lane, run) => {
    if (busy) await new Promise<void>((resolve) => waiting[lane].push(resolve))
    busy = true
    try {
      return await run()
    } finally {
      next()
    }
  }
}
