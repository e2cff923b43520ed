import { GrammyError, HttpError } from 'grammy'
import { errorFields, type Log } from '../lib/log.ts'
import type { Clock } from '../lib/clock.ts'
import { sleep } from '../lib/sleep.ts'

const RETRY_SECONDS = 5

/** Does what must be done once with Telegram, again and again while Telegram can't be reached. */
export async function persist<T>(
  { clock, log }: { clock: Clock; log: Log },
  stopped: AbortSignal,
  task: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await task()
    } catch (error) {
      if (stopped.aborted || !mayPass(error)) throw error
      log.warn('telegram-unreachable', errorFields(error))
      const asked = error instanceof GrammyError ? error.parameters.retry_after : undefined
      await sleep(clock, asked ?? RETRY_SECONDS, stopped)
    }
  }
}

function mayPass(error: unknown): boolean {
  if (error instanceof HttpError) return true
  return error instanceof GrammyError && (error.error_code === 429 || error.error_code >= 500)
}
