import { GrammyError, type Api } from 'grammy'
import { errorFields } from '../lib/log.ts'
import type { Deps } from './deps.ts'
import { takeIn } from './intake.ts'

const LONG_POLL_SECONDS = 30
export const WANTED_UPDATES = ['message', 'edited_message', 'callback_query'] as const

/** A poll under way. */
export interface Poll {
  stop(): Promise<void>
}

/**
 * Fetches updates until stopped. Telegram is told that they arrived only after they were stored,
 * so none is lost, and nobody's slow handler holds up the others.
 */
export function startPolling(deps: Deps, api: Api): Poll {
  const stopped = new AbortController()
  let offset = 0

  const round = async (): Promise<void> => {
    const updates = await api.getUpdates(
      { offset, timeout: LONG_POLL_SECONDS, allowed_updates: WANTED_UPDATES },
      stopped.signal as never,
    )
    if (updates.length === 0) return
    await takeIn(deps, api, updates)
    // A repeated update has an old number, which must not ask for everything after it once more.
    offset = Math.max(offset, ...updates.map((update) => update.update_id + 1))
  }
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await round()
      } catch (error) {
        if (stopped.signal.aborted) return
        deps.log.warn('poll-failed', errorFields(error))
        await pause(deps, error, stopped.signal)
      }
    }
  })()
  return {
    async stop() {
      stopped.abort()
      await loop
    },
  }
}

async function pause({ clock }: Deps, error: unknown, signal: AbortSignal): Promise<void> {
  const asked = error instanceof GrammyError ? error.parameters.retry_after : undefined
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancel = clock.after((asked ?? 3) * 1000, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
  cancel()
}
