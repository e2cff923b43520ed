import type { Api } from 'grammy'
import { errorFields } from '../lib/log.ts'
import type { Leadership } from '../queue/open-queue.ts'
import type { Deps } from './deps.ts'
import { startPolling, type Poll } from './poll.ts'

/** Polls while this process leads: Telegram answers one of them only. */
export function pollWhileLeading(deps: Deps, api: Api, leadership: Leadership): Poll {
  let poll: Poll | undefined
  let stopped = false
  let changing = Promise.resolve()
  const follow = async (leads: boolean) => {
    if (leads && !stopped) {
      poll ??= startPolling(deps, api)
    } else {
      const over = poll
      poll = undefined
      await over?.stop()
    }
  }
  // One change that fails must not keep the later ones from being followed.
  const lost = (error: unknown) => deps.log.error('poll-not-changed', errorFields(error))
  leadership.onLeadership((leads) => {
    changing = changing.then(() => follow(leads)).catch(lost)
  })
  return {
    async stop() {
      stopped = true
      changing = changing.then(() => follow(false)).catch(lost)
      await changing
    },
  }
}
