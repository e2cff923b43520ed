import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatEvents } from './chat-event.ts'

/** What to wait for and how to tell that it did not come. */
export interface Wait<T> {
  /** Looks at once, then after every event; undefined means: not yet. */
  look: () => T | undefined
  /** The error message's picture of the chat. */
  describe: () => string
  /** Real seconds, whatever the clock says. */
  seconds: number
}

/** The first thing `look` finds. Rejects with `describe()` when the time is over. */
export async function until<T>(events: ChatEvents, wait: Wait<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const look = () => {
    try {
      const found = wait.look()
      if (found !== undefined) resolve(found)
    } catch (error) {
      reject(error)
    }
  }
  const deadline = new AbortController()
  const stopListening = events.listen(look)
  look()
  try {
    const late = sleep(wait.seconds * 1000, undefined, { signal: deadline.signal })
    const timeUp = late.then(() => {
      throw new Error(wait.describe())
    })
    return await Promise.race([promise, timeUp])
  } finally {
    stopListening()
    deadline.abort()
  }
}
