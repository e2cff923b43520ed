import type { Update } from 'grammy/types'
import type { Clock } from '../../lib/clock.ts'
import { conflict } from './method-error.ts'
import type { Poll, UpdateQueue } from './update-queue.ts'

/** One bot waiting for updates; as on Telegram, a newer poll ends the older one. */
export class LongPoll {
  readonly #queue: UpdateQueue
  readonly #clock: Clock
  #end: ((reason?: Error) => void) | undefined

  constructor(queue: UpdateQueue, clock: Clock) {
    this.#queue = queue
    this.#clock = clock
  }

  /**
   * Updates from `offset` on, waiting up to `seconds` for the first. Empty if the caller goes away.
   *
   * @throws {MethodError} 409 if another poll or a webhook takes over.
   */
  async wait(poll: Poll, seconds: number, gone: AbortSignal): Promise<Update[]> {
    this.end(
      conflict(
        'terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    )
    const ready = this.#queue.take(poll)
    if (ready.length > 0 || seconds <= 0 || gone.aborted) return ready

    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const end = (reason?: Error) => (reason === undefined ? resolve() : reject(reason))
    const leave = () => resolve()
    const cleanups = [this.#queue.onArrival(leave), this.#clock.after(seconds * 1000, leave)]
    gone.addEventListener('abort', leave)
    this.#end = end
    try {
      await promise
    } finally {
      for (const cleanup of cleanups) cleanup()
      gone.removeEventListener('abort', leave)
      if (this.#end === end) this.#end = undefined
    }
    // Nobody is there to read the answer: taking would mark the updates as delivered.
    return gone.aborted ? [] : this.#queue.take(poll)
  }

  /** Ends the poll that is waiting, with an error or with no updates. */
  end(reason?: Error): void {
    this.#end?.(reason)
    this.#end = undefined
  }
}
