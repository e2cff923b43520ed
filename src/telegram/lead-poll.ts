import type { Api } from 'grammy'
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
      await poll?.stop()
      poll = undefined
    }
  }
  leadership.onLeadership((leads) => {
    changing = changing.then(() => follow(leads))
  })
  return {
    async stop() {
      stopped = true
      changing = changing.then(() => follow(false))
      await changing
    },
  }
}
