import type { Clock } from './clock.ts'

/** Waits, or less when `signal` is aborted meanwhile. */
export async function sleep(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const wakeUp = () => resolve()
  const callOff = clock.after(seconds * 1000, wakeUp)
  signal.addEventListener('abort', wakeUp)
  await promise
  callOff()
  signal.removeEventListener('abort', wakeUp)
}

/** What `task` gives, or undefined when it takes longer. It goes on behind its back. */
export async function within<T>(
  clock: Clock,
  ms: number,
  task: Promise<T>,
): Promise<T | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>()
  const callOff = clock.after(ms, () => resolve(undefined))
  try {
    return await Promise.race([task, tooLate])
  } finally {
    callOff()
  }
}
