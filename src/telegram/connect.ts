import { Api, type ApiClientOptions, type Bot } from 'grammy'
import type { Sending } from '../notices/sender.ts'
import { SendingLimit } from '../notices/sending-limit.ts'
import { answerFetch, noticeFetch } from './api-fetch.ts'
import { createBot } from './bot.ts'
import type { Ctx } from './context.ts'
import type { Deps } from './deps.ts'
import { deliverer } from './notices/deliver.ts'
import type { Reach } from './reach.ts'

/** An answer that takes longer is none. */
const PATIENCE_SECONDS = 60

/**
 * The bot, and how notices are sent. These go their own way to Telegram: they keep to the limit,
 * which answers only count for.
 */
export function connectTelegram(
  deps: Deps,
  apiRoot: string,
  reach: Reach,
): { bot: Bot<Ctx>; sending: Sending } {
  const limit = new SendingLimit(deps.clock)
  const client: ApiClientOptions = {
    apiRoot,
    timeoutSeconds: PATIENCE_SECONDS,
    fetch: answerFetch(reach, deps.clock, limit),
  }
  const notices = new Api(deps.settings.token, { ...client, fetch: noticeFetch(reach) })
  return { bot: createBot(deps, client), sending: { deliver: deliverer(deps, notices), limit } }
}
