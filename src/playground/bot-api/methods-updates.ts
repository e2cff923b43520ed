import type { LongPoll } from './long-poll.ts'
import { badRequest, conflict } from './method-error.ts'
import type { Params } from './params.ts'
import type { State } from './state.ts'
import type { Webhook } from './webhook.ts'

/** The two ways of receiving updates. */
export interface Receiving {
  poll: LongPoll
  webhook: Webhook
}

/** The methods by which a bot receives updates; `gone` fires when the caller hangs up. */
export function updateMethods({ poll, webhook }: Receiving, state: State) {
  return {
    getUpdates(params: Params, gone: AbortSignal) {
      if (webhook.active) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
      }
      readAllowed(params, state)
      const limit = params.integer('limit') ?? 100
      const offset = params.integer('offset') ?? 0
      const seconds = Math.min(params.integer('timeout') ?? 0, 50)
      return poll.wait({ offset, limit: limit < 1 || limit > 100 ? 100 : limit }, seconds, gone)
    },

    setWebhook(params: Params) {
      const url = params.text('url')
      const secret = params.text('secret_token')
      if (!/^[\w-]{0,256}$/.test(secret)) {
        throw badRequest('secret token contains unallowed characters')
      }
      // Plain HTTP is fine here, as on a Bot API server that one hosts oneself.
      if (url !== '' && !/^https?:\/\/./.test(url)) {
        throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
      }
      readAllowed(params, state)
      if (params.flag('drop_pending_updates')) state.updates.clear()
      if (url !== '') poll.end(conflict('terminated by setWebhook request'))
      webhook.set(url === '' ? undefined : { url, secret })
      return true
    },

    deleteWebhook(params: Params) {
      if (params.flag('drop_pending_updates')) state.updates.clear()
      webhook.set(undefined)
      return true
    },

    getWebhookInfo: () => webhook.info(),
  }
}

function readAllowed(params: Params, state: State): void {
  if (params.has('allowed_updates'))
    state.updates.allowed = params.list('allowed_updates').map(String)
}
