import { Api, GrammyError } from 'grammy'
import type { WebhookInfo } from 'grammy/types'

export type Webhook = WebhookInfo
import { noticeFetch } from './api-fetch.ts'
import type { Reach } from './reach.ts'

/** What Telegram says of the bot, or why it says nothing. */
export type BotState =
  | { kind: 'known'; username: string; webhook: WebhookInfo }
  | { kind: 'token-unknown' }
  | { kind: 'unreachable' }

const SECONDS = 10

/** Asks who the bot is and how its updates travel. Takes no updates away from anybody. */
export async function askTelegram(token: string, apiRoot: string, reach: Reach): Promise<BotState> {
  const api = new Api(token, { apiRoot, timeoutSeconds: SECONDS, fetch: noticeFetch(reach) })
  try {
    const { username } = await api.getMe()
    return { kind: 'known', username, webhook: await api.getWebhookInfo() }
  } catch (error) {
    const unknown = error instanceof GrammyError && [401, 404].includes(error.error_code)
    return { kind: unknown ? 'token-unknown' : 'unreachable' }
  }
}
