import { GrammyError, type Api } from 'grammy'
import type { Update } from 'grammy/types'
import { errorFields } from '../lib/log.ts'
import { sleep, within } from '../lib/sleep.ts'
import { tellOperators } from '../notices/operators.ts'
import type { Deps } from './deps.ts'
import { takeIn } from './intake.ts'

const LONG_POLL_SECONDS = 30
const RETRY_SECONDS = 3
/** A minute: what the database refuses for a while is not lost. */
const MOST_TRIES = 20
const STOP_GRACE_MS = 1_000
export const WANTED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
] as const

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
  const tries: Tries = new Map()
  let offset = 0

  const round = async (): Promise<void> => {
    const updates = await api.getUpdates(
      { offset, timeout: LONG_POLL_SECONDS, allowed_updates: WANTED_UPDATES },
      stopped.signal as never,
    )
    if (updates.length === 0) return
    await takeInAll(deps, api, updates, tries)
    tries.clear()
    // A repeated update has an old number, which must not ask for everything after it once more.
    offset = Math.max(offset, ...updates.map((update) => update.update_id + 1))
  }
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await round()
      } catch (error) {
        if (stopped.signal.aborted) return
        await report(deps, error).catch((lost: unknown) =>
          deps.log.error('operators-not-told', errorFields(lost)),
        )
        const asked = error instanceof GrammyError ? error.parameters.retry_after : undefined
        await sleep(deps.clock, asked ?? RETRY_SECONDS, stopped.signal)
      }
    }
  })()
  return {
    async stop() {
      stopped.abort()
      // What came in last may hang in a call to Telegram, which is cut off a little later.
      await within(deps.clock, STOP_GRACE_MS, loop)
    },
  }
}

/** How often each update could not be taken in. */
type Tries = Map<number, number>

/**
 * One that can't be taken in must hold up none of the others. It is asked for again with them, and let go
 * when it has failed often while they got through.
 */
async function takeInAll(
  deps: Deps,
  api: Api,
  updates: readonly Update[],
  tries: Tries,
): Promise<void> {
  try {
    return await takeIn(deps, api, updates)
  } catch (error) {
    if (updates.length === 1) throw error
  }
  const failed: { update: Update; error: unknown }[] = []
  for (const update of updates) {
    try {
      await takeIn(deps, api, [update])
    } catch (error) {
      failed.push({ update, error })
    }
  }
  const [first] = failed
  // Where nothing gets through, it is none of theirs.
  if (first !== undefined && failed.length === updates.length) throw first.error
  for (const { update } of failed) {
    tries.set(update.update_id, (tries.get(update.update_id) ?? 0) + 1)
  }
  const isOver = failed.every(({ update }) => (tries.get(update.update_id) ?? 0) >= MOST_TRIES)
  if (first !== undefined && !isOver) throw first.error
  for (const { update, error } of failed) {
    deps.log.error('update-lost', { update: update.update_id, ...errorFields(error) })
  }
}

async function report(deps: Deps, error: unknown): Promise<void> {
  if (!(error instanceof GrammyError && error.error_code === 409)) {
    deps.log.warn('poll-failed', errorFields(error))
    return
  }
  const byWebhook = error.description.includes('webhook')
  const why = byWebhook
    ? 'a webhook is set for this bot, so no updates can be asked for'
    : 'another process polls with the same token'
  deps.log.error('updates-conflict', { why })
  const day = deps.clock.now().toISOString().slice(0, 10)
  const notice = { kind: 'host-two-pollers', byWebhook } as const
  await tellOperators(deps, deps.settings.operatorIds, notice, day)
}
